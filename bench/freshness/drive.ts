import { setTimeout as sleep } from "node:timers/promises";
import { uuidv7 } from "uuidv7";

/** One visitor with an open page: sends views, hears pushed rails. */
export interface LivePage {
  /** Sends one view; resolves when it is accepted. */
  view(eventId: string): Promise<void>;
  /** `hear` gets the id of the event that caused each pushed rail. */
  onRail(hear: (causeEventId: string) => void): void;
  close(): void;
}

export interface Freshness {
  /** From the request with the event going out to the rail coming in, milliseconds. */
  latenciesMs: number[];
  /** Measured events that no rail answered within the wait at the end. */
  unanswered: number;
  sent: number;
}

interface Waiting {
  eventId: string;
  sentAtMs: number;
  measured: boolean;
}

const LAST_WAIT_SECONDS = 5;
/** Timers fire late: the driver wakes this often and sends what is due. */
const TICK_MS = 2;

/**
 * Sends views at a rate, evenly, in turn over the pages, and times each until a rail that it (or a
 * later view of the same page) caused comes in. Open loop: a slow answer does not slow the sending.
 * What is sent in the warm-up is not counted.
 */
export async function driveFreshness(options: {
  pages: readonly LivePage[];
  ratePerSecond: number;
  warmUpSeconds: number;
  seconds: number;
  /** How long the last rails are waited for. */
  lastWaitSeconds?: number;
}): Promise<Freshness> {
  const { pages, ratePerSecond } = options;
  const result: Freshness = { latenciesMs: [], unanswered: 0, sent: 0 };
  const waiting = pages.map((): Waiting[] => []);
  for (const [index, page] of pages.entries()) {
    page.onRail((eventId) => answered(waiting[index]!, eventId, result));
  }
  const warmUp = Math.round(options.warmUpSeconds * ratePerSecond);
  const total = warmUp + Math.round(options.seconds * ratePerSecond);
  let failure: unknown;
  const startedAt = performance.now();
  for (let count = 0; count < total && failure === undefined; ) {
    const due = Math.min(total, ((performance.now() - startedAt) * ratePerSecond) / 1000);
    for (; count < due; count++) {
      const index = count % pages.length;
      const event = { eventId: uuidv7(), sentAtMs: performance.now(), measured: count >= warmUp };
      waiting[index]!.push(event);
      if (event.measured) result.sent++;
      pages[index]!.view(event.eventId).catch((error: unknown) => {
        failure ??= error;
      });
    }
    await sleep(TICK_MS);
  }
  const pending = () => waiting.flat().filter(({ measured }) => measured).length;
  const giveUpAt = performance.now() + 1000 * (options.lastWaitSeconds ?? LAST_WAIT_SECONDS);
  while (pending() > 0 && performance.now() < giveUpAt) await sleep(TICK_MS);
  if (failure !== undefined) throw failure;
  result.unanswered = pending();
  return result;
}

/** A rail answers its event and the page's earlier ones: it was made with all of them. */
function answered(waiting: Waiting[], eventId: string, result: Freshness): void {
  const index = waiting.findIndex((event) => event.eventId === eventId);
  if (index < 0) return;
  const nowMs = performance.now();
  for (const { measured, sentAtMs } of waiting.splice(0, index + 1)) {
    if (measured) result.latenciesMs.push(nowMs - sentAtMs);
  }
}
