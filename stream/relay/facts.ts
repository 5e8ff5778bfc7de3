import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { factSchema, OUTBOX_PATH, type OutboxBatch } from "@slipstream/contracts/outbox";
import { signBody } from "@slipstream/contracts/signature";
import { postJson } from "../announce/post.ts";
import type { Database } from "../archive/database.ts";
import type { Drained } from "./lane.ts";
import { underLock } from "./under-lock.ts";

/** Rows of one pass. */
const MAX_ROWS = 500;
/** About as many characters of events in one call. */
const MAX_CHARACTERS = 1024 * 1024;
const TIMEOUT_MS = 5_000;
/** Answers that say: these events will never be taken. */
const refusals: ReadonlySet<number> = new Set([400, 413, 422]);

/** A row of the outbox that nobody can take. */
export interface OutboxLetter {
  reason: string;
  shop: string;
  rowId: string;
  kind: string;
  payload: unknown;
}

interface FactRow {
  id: string;
  payload: unknown;
}

interface Fact {
  row: FactRow;
  event: OutboxBatch["events"][number];
}

/** The edge did not take facts: it is away, its outbox is full, or the secrets differ. */
class EdgeRefused extends Error {
  override readonly name = "EdgeRefused";
  readonly code = "edge_refused";
}

export interface FactParts {
  database: Database;
  edgeUrl: string;
  secret: string;
  /** Puts a row into the DLQ; rejects when it could not. */
  bury: (letter: OutboxLetter) => Promise<void>;
}

/**
 * Brings the oldest facts of a shop to the edge, which gives them their session and their number in
 * the log, and deletes those that are durable there. One that was delivered twice is dropped by its
 * hub, which knows the ids of a week.
 */
export async function drainFacts(parts: FactParts, shop: string): Promise<Drained> {
  const drained = await underLock(parts.database, { shop, lane: "facts" }, async (transaction) => {
    const rows = await transaction<FactRow[]>`
      select id, payload from outbox where shop_id = ${shop} and kind = 'event'
      order by id limit ${MAX_ROWS}`;
    const { taken, failure } = await deliver(parts, shop, rows);
    if (taken.length > 0) {
      await transaction`delete from outbox where id in ${transaction(taken)}`;
    }
    const more = rows.length === MAX_ROWS;
    return { done: taken.length, more, ...(failure === undefined ? {} : { failure }) };
  });
  return drained ?? { done: 0, more: false };
}

/** Ids of the rows that are done with, up to the first failure. */
async function deliver(
  parts: FactParts,
  shop: string,
  rows: readonly FactRow[],
): Promise<{ taken: string[]; failure?: unknown }> {
  const taken: string[] = [];
  try {
    for (const batch of batchesOf(rows)) {
      const facts: Fact[] = [];
      const letters: OutboxLetter[] = [];
      for (const row of batch) {
        const parsed = factSchema.safeParse(row.payload);
        if (parsed.success) facts.push({ row, event: parsed.data });
        else {
          const reason = parsed.error.issues[0]?.message ?? "it does not fit the schema";
          letters.push({ reason, shop, rowId: row.id, kind: "event", payload: row.payload });
        }
      }
      // Letters last: while the edge is away the batch comes again and again.
      await post(parts, shop, facts);
      for (const letter of letters) await parts.bury(letter);
      for (const { id } of batch) taken.push(id);
    }
    return { taken };
  } catch (failure) {
    return { taken, failure };
  }
}

function* batchesOf(rows: readonly FactRow[]): IterableIterator<FactRow[]> {
  let batch: FactRow[] = [];
  let characters = 0;
  for (const row of rows) {
    const { length } = JSON.stringify(row.payload);
    if (batch.length > 0 && characters + length > MAX_CHARACTERS) {
      yield batch;
      [batch, characters] = [[], 0];
    }
    batch.push(row);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}

/** Hands facts over. What the edge refuses is halved until the one is found that it cannot take. */
async function post(parts: FactParts, shop: string, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return;
  const batch: OutboxBatch = { shop, events: facts.map(({ event }) => event) };
  const body = JSON.stringify(batch);
  const status = await postJson({
    url: new URL(OUTBOX_PATH, parts.edgeUrl),
    headers: {
      [SIGNATURE_HEADER]: await signBody({ secret: parts.secret, body, nowMs: Date.now() }),
    },
    body,
    timeoutMs: TIMEOUT_MS,
  });
  if (status >= 200 && status < 300) return;
  if (!refusals.has(status)) throw new EdgeRefused(`the edge answered ${status} to facts`);
  const [only] = facts;
  if (facts.length === 1 && only !== undefined) {
    const { id: rowId, payload } = only.row;
    const reason = `the edge refused it with ${status}`;
    await parts.bury({ reason, shop, rowId, kind: "event", payload });
    return;
  }
  const half = facts.length >> 1;
  await post(parts, shop, facts.slice(0, half));
  await post(parts, shop, facts.slice(half));
}
