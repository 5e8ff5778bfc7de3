import { setTimeout as sleep } from "node:timers/promises";

const MIN_REST_MS = 1;
const MAX_REST_MS = 10;
/** With so many events waiting there is a backlog, even if all of them are of one partition. */
export const BACKLOG_EVENTS = 256;

/**
 * Turns cost nearly the same whatever their size: a rest twice as long as the turn before, within
 * bounds, lets what comes meanwhile go together. An event that comes alone finds the rest over.
 */
export async function restAfter(turnMs: number, signal: AbortSignal): Promise<void> {
  if (turnMs < MIN_REST_MS) return;
  await sleep(Math.min(2 * turnMs, MAX_REST_MS), undefined, { signal }).catch(() => undefined);
}
