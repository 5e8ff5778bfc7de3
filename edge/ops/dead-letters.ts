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
import type { Principal } from "../auth/principal.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { writeAudit, writeAudits } from "../outbox/audit.ts";
import { askStream } from "./ask-stream.ts";

/** Longer than LETTERS_WORK_MS and a last step: the processor stops first, and tells what it did. */
const TIMEOUT_MS = 15_000;

/** Dead letters of a shop that fit. Throws `stream_unavailable`. */
export function listDeadLetters(settings: Settings, query: LettersQuery): Promise<LetterList> {
  return askAboutLetters(settings, { path: LETTERS_PATH, body: query, answer: letterListSchema });
}

/**
 * Replays or discards letters. The audit log says who wanted which before anything is done, so that
 * nothing happens unnoted when the answer is lost; then it says which letters it was. Throws
 * `stream_unavailable`.
 */
export async function workOnDeadLetters(
  parts: { settings: Settings; database: Database; principal: Principal; reason?: string },
  work: LettersWork,
): Promise<LettersDone> {
  const { settings, database, principal, reason } = parts;
  const { shop, action, ...which } = work;
  const why = reason === undefined ? {} : { reason };
  const resource = "dead_letter";
  await database.withShop(shop, (transaction) =>
    writeAudit(transaction, shop, {
      ...{ principal, action: `ask_${action}`, resource, after: which, ...why },
    }),
  );
  const answer = lettersDoneSchema;
  const done = await askAboutLetters(settings, { path: LETTERS_WORK_PATH, body: work, answer });
  const entries = done.done.map(({ id, ...letter }) => ({
    ...{ action, resource, resourceId: String(id), before: letter, ...why },
  }));
  await database.withShop(shop, (transaction) =>
    writeAudits(transaction, shop, { principal, entries }),
  );
  return done;
}

async function askAboutLetters<T>(
  settings: Settings,
  call: Omit<Parameters<typeof askStream<T>>[1], "timeoutMs">,
): Promise<T> {
  try {
    return await askStream(settings, { ...call, timeoutMs: TIMEOUT_MS });
  } catch (error) {
    throw new ProblemError("stream_unavailable", { retryAfterSeconds: 5, cause: error });
  }
}
