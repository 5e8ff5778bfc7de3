import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";

/** What the schedule goes by; tests bring their own. */
export interface LoadClock {
  /** Milliseconds. */
  now(): number;
  /** Comes back after about as long, possibly earlier. */
  wait(durationMs: number): Promise<unknown>;
}

/** One request, in milliseconds from the moment that it was due. */
export interface Sample {
  /** When it was sent: what the sender itself was late by. */
  sentMs: number;
  /** When its answer was there. */
  answeredMs: number;
}

const systemClock: LoadClock = {
  now: () => performance.now(),
  // Timers fire up to a millisecond late: the last one is waited out between turns of the loop.
  wait: (durationMs) => (durationMs > 1 ? sleep(durationMs - 1) : nextTurn()),
};

/**
 * Sends requests at a constant rate, whatever becomes of those before (an open loop), and times each
 * from when it was due: a server that stands still is charged with all that became due meanwhile
 * (what Gil Tene calls coordinated omission is not left out). Samples are in order of sending.
 */
export async function openLoop(
  options: {
    ratePerSecond: number;
    seconds: number;
    /** Sends the request of that number, from 0; resolves when its answer is there. */
    ask: (number: number) => Promise<unknown>;
  },
  clock: LoadClock = systemClock,
): Promise<Sample[]> {
  const { ratePerSecond, ask } = options;
  const total = Math.round(ratePerSecond * options.seconds);
  const startedAt = clock.now();
  const answers: Promise<Sample>[] = [];
  while (answers.length < total) {
    const number = answers.length;
    const dueAt = startedAt + (1000 * number) / ratePerSecond;
    const early = dueAt - clock.now();
    if (early > 0) {
      await clock.wait(early);
      continue;
    }
    const sentMs = clock.now() - dueAt;
    answers.push(ask(number).then(() => ({ sentMs, answeredMs: clock.now() - dueAt })));
  }
  return Promise.all(answers);
}
