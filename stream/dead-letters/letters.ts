import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import {
  LETTERS_PAGE_SIZE,
  LETTERS_WORK_MS,
  type LetterList,
  type LettersDone,
  type LettersQuery,
  type LettersWork,
  MAX_LETTERS_AT_ONCE,
} from "@slipstream/contracts/dead-letters";
import { streams } from "@slipstream/contracts/subjects";
import type { Logger } from "pino";
import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";
import { type StoredLetter, says, storedLetter } from "./letter.ts";
import { readDlq } from "./read-dlq.ts";
import { settle } from "./settled.ts";

const ACK_TIMEOUT_MS = 3_000;

export interface LetterParts {
  manager: JetStreamManager;
  client: JetStreamClient;
  database: Database;
  log: Logger;
}

/** The dead letters of a shop that fit, a page of them, the newest first. */
export async function listLetters(
  parts: LetterParts,
  query: LettersQuery & { page: number },
): Promise<LetterList> {
  const { found, all } = await findLetters(parts, query);
  found.reverse();
  const start = (query.page - 1) * LETTERS_PAGE_SIZE;
  return {
    letters: found.slice(start, start + LETTERS_PAGE_SIZE).map(({ letter }) => letter),
    page: query.page,
    pages: Math.max(1, Math.ceil(found.length / LETTERS_PAGE_SIZE)),
    found: found.length,
    all,
  };
}

/**
 * Replays or discards letters, the oldest first. A letter leaves the DLQ once it is where it came
 * from again; when that fails, or time is up, it and those behind it stay. Whoever fails again comes
 * back as a new letter. Nothing takes effect twice: an event keeps its id and its hub's number, by
 * which the hubs and the processor drop what they have, so that a crash between the two steps does
 * no harm. Rejects when it fails on the first: what was done is told in any case.
 */
export async function workOnLetters(
  parts: LetterParts,
  work: LettersWork,
  untilMs = performance.now() + LETTERS_WORK_MS,
): Promise<LettersDone> {
  const { found } = await findLetters(parts, work);
  const done: LettersDone["done"] = [];
  for (const stored of found.slice(0, MAX_LETTERS_AT_ONCE)) {
    if (performance.now() > untilMs) break;
    try {
      await noteSettled(parts, stored);
      if (work.action === "replay") await bringBack(parts, stored);
      await parts.manager.streams.deleteMessage(streams.dlq, stored.letter.id, true);
    } catch (error) {
      if (done.length === 0) throw error;
      break;
    }
    const { id, kind, source, reason } = stored.letter;
    done.push({ id, kind, source, reason });
  }
  return { done, left: found.length - done.length };
}

async function findLetters(
  parts: LetterParts,
  { shop, q = "", ids }: Pick<LettersWork, "shop" | "q" | "ids">,
): Promise<{ found: StoredLetter[]; all: number }> {
  const wanted = ids && new Set(ids);
  const found: StoredLetter[] = [];
  let all = 0;
  for await (const message of readDlq(parts)) {
    const stored = storedLetter(message);
    if (stored.shop !== shop) continue;
    all++;
    if (wanted !== undefined && !wanted.has(message.seq)) continue;
    if (q === "" || says(stored, q)) found.push(stored);
  }
  return { found, all };
}

/**
 * First of all: what is gone without a mark would come back. One that cannot be written holds nothing
 * up, as in doubt a letter may come back. A row of the outbox is not read a second time.
 */
async function noteSettled({ client, log }: LetterParts, stored: StoredLetter): Promise<void> {
  const { letter, subject, bytes: payload } = stored;
  if (letter.origin !== "event") return;
  const { reason, source } = letter;
  try {
    await settle(client, { sequence: Number(source), subject, payload, reason });
  } catch (error) {
    log.warn({ err: error, letter: letter.id }, "a letter could not be marked as settled");
  }
}

async function bringBack(parts: LetterParts, stored: StoredLetter): Promise<void> {
  const { letter, subject, bytes, shop } = stored;
  if (letter.origin === "event") {
    await parts.client.publish(subject, bytes, {
      msgID: `dlq-replay:${letter.id}`,
      timeout: ACK_TIMEOUT_MS,
    });
    return;
  }
  await parts.database.use((sql) =>
    inShop(sql, shop, async (transaction) => {
      await transaction`
        insert into outbox (shop_id, kind, payload)
        values (${shop}, ${letter.kind}, ${letter.payload}::text::jsonb)`;
    }),
  );
}
