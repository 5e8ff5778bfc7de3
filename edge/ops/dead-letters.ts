import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import {
  LETTERS_PATH,
  LETTERS_WORK_PATH,
  type LetterList,
  type LettersDone,
  type LettersQuery,
  type LettersWork,
  letterListSchema,
  lettersDoneSchema,
} from "@slipstream/contracts/dead-letters";
import { ProblemError } from "@slipstream/contracts/problems";
import { signBody } from "@slipstream/contracts/signature";
import type { z } from "zod";
import type { Principal } from "../auth/principal.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { writeAudits } from "../outbox/audit.ts";

/** A thousand letters, one after the other, each acknowledged. */
const TIMEOUT_MS = 15_000;

/** Dead letters of a shop that fit. Throws `stream_unavailable`. */
export function listDeadLetters(settings: Settings, query: LettersQuery): Promise<LetterList> {
  return askStream(settings, { path: LETTERS_PATH, body: query, answer: letterListSchema });
}

/**
 * Replays or discards letters, and writes into the audit log which ones. The transaction is open
 * before anything is done: without a database nothing is. Throws `stream_unavailable`.
 */
export function workOnDeadLetters(
  parts: { settings: Settings; database: Database; principal: Principal; reason?: string },
  work: LettersWork,
): Promise<LettersDone> {
  const { settings, database, principal, reason } = parts;
  return database.withShop(work.shop, async (transaction) => {
    const answer = lettersDoneSchema;
    const done = await askStream(settings, { path: LETTERS_WORK_PATH, body: work, answer });
    const entries = done.done.map(({ id, ...letter }) => ({
      action: work.action,
      resource: "dead_letter",
      resourceId: String(id),
      before: letter,
      ...(reason === undefined ? {} : { reason }),
    }));
    await writeAudits(transaction, work.shop, { principal, entries });
    return done;
  });
}

async function askStream<T>(
  settings: Settings,
  call: { path: string; body: unknown; answer: z.ZodType<T> },
): Promise<T> {
  const body = JSON.stringify(call.body);
  const signature = await signBody({
    ...{ secret: settings.INTERNAL_SECRET, body, nowMs: Date.now() },
  });
  try {
    const response = await fetch(new URL(call.path, settings.STREAM_URL), {
      method: "POST",
      headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return call.answer.parse(await response.json());
  } catch (error) {
    throw new ProblemError("stream_unavailable", { retryAfterSeconds: 5, cause: error });
  }
}
