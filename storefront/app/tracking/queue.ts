import type { BrowserEvent } from "@slipstream/contracts/events";
import { backoffMs } from "./backoff.ts";

/** Events kept at most; beyond it the oldest impressions go first, then the oldest of all. */
export const MAX_QUEUED = 500;
/** Events of one request; keepalive requests of a page may hold 64 kB together. */
export const MAX_BATCH = 50;
const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 60_000;

/** What waits to be told to the shop. A value: every function returns a new one. */
export interface EventQueue {
  readonly waiting: readonly BrowserEvent[];
  readonly inFlight: readonly BrowserEvent[];
  /** Failures in a row. */
  readonly failures: number;
  /** Epoch ms before which nothing is sent. */
  readonly notBefore: number;
  /** The last batch held a bad event: send one by one until the queue is empty. */
  readonly singly: boolean;
}

/** How a request ended. `refused` means that sending the same again cannot succeed. */
export type SendOutcome =
  | { kind: "accepted" }
  | { kind: "refused" }
  | { kind: "later"; retryAfterMs?: number };

export const emptyQueue: EventQueue = {
  waiting: [],
  inFlight: [],
  failures: 0,
  notBefore: 0,
  singly: false,
};

export function enqueue(queue: EventQueue, events: readonly BrowserEvent[]): EventQueue {
  const known = new Set([...queue.waiting, ...queue.inFlight].map((event) => event.id));
  const waiting = [...queue.waiting, ...events.filter((event) => !known.has(event.id))];
  while (waiting.length > MAX_QUEUED) {
    const impression = waiting.findIndex((event) => event.type === "impression");
    waiting.splice(Math.max(0, impression), 1);
  }
  return { ...queue, waiting };
}

/** Takes the next batch out, or none while one is under way or a pause was asked for. */
export function takeBatch(
  queue: EventQueue,
  nowMs: number,
): { queue: EventQueue; batch: readonly BrowserEvent[] } {
  if (queue.inFlight.length > 0 || nowMs < queue.notBefore) return { queue, batch: [] };
  const batch = queue.waiting.slice(0, queue.singly ? 1 : MAX_BATCH);
  return {
    queue: { ...queue, inFlight: batch, waiting: queue.waiting.slice(batch.length) },
    batch,
  };
}

/** The queue after the request of its last batch ended. */
export function settle(
  queue: EventQueue,
  outcome: SendOutcome,
  nowMs: number,
  random?: () => number,
): EventQueue {
  const done = { ...queue, inFlight: [], failures: 0, notBefore: 0 };
  const again = [...queue.inFlight, ...queue.waiting];
  if (outcome.kind === "accepted") return { ...done, singly: queue.singly && again.length > 1 };
  if (outcome.kind === "refused") {
    const [only, ...more] = queue.inFlight;
    // The edge of the release before knows no stand-ins: it takes the event without that word.
    if (only?.standIn && more.length === 0) {
      return { ...done, waiting: [withoutStandIn(only), ...queue.waiting], singly: true };
    }
    if (queue.inFlight.length === 1) return { ...done, singly: queue.waiting.length > 0 };
    return { ...done, waiting: again, singly: true };
  }
  const failures = queue.failures + 1;
  const wait = backoffMs({ failures, baseMs: RETRY_BASE_MS, capMs: RETRY_CAP_MS, random });
  const notBefore = nowMs + Math.max(wait, outcome.retryAfterMs ?? 0);
  return { ...queue, waiting: again, inFlight: [], failures, notBefore };
}

function withoutStandIn({ standIn: _, ...event }: BrowserEvent): BrowserEvent {
  return event;
}

/** Everything that is not yet known to be accepted, in order. */
export function unsent(queue: EventQueue): readonly BrowserEvent[] {
  return [...queue.inFlight, ...queue.waiting];
}

/** What an HTTP answer to a batch means. 4xx except 401, 408, 429 will not get better. */
export function outcomeOf(status: number, retryAfter: string | null): SendOutcome {
  if (status >= 200 && status < 300) return { kind: "accepted" };
  const again = status >= 500 || status === 408 || status === 429 || status === 401;
  if (!again) return { kind: "refused" };
  const seconds = Number(retryAfter);
  return retryAfter !== null && Number.isFinite(seconds)
    ? { kind: "later", retryAfterMs: seconds * 1000 }
    : { kind: "later" };
}
