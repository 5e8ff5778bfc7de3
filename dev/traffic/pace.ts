import { setTimeout as sleep } from "node:timers/promises";

/** How far behind its rate a pace may be and still catch up, in milliseconds. */
const MAX_CATCH_UP_MS = 1000;
/** Timers fire late: waits shorter than this are saved up. */
const SHORTEST_WAIT_MS = 4;

export interface Clock {
  nowMs(): number;
  sleep(durationMs: number): Promise<unknown>;
}
const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (durationMs) => sleep(durationMs),
};

/** A token bucket: `take` resolves at `ratePerSecond` on average; a rate of 0 never waits. */
export class Pace {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  #dueMs: number;

  constructor(options: { ratePerSecond: number; clock?: Clock }) {
    this.#intervalMs = options.ratePerSecond > 0 ? 1000 / options.ratePerSecond : 0;
    this.#clock = options.clock ?? systemClock;
    this.#dueMs = this.#clock.nowMs();
  }

  async take(): Promise<void> {
    if (this.#intervalMs === 0) return;
    const nowMs = this.#clock.nowMs();
    this.#dueMs = Math.max(this.#dueMs, nowMs - MAX_CATCH_UP_MS) + this.#intervalMs;
    const waitMs = this.#dueMs - nowMs;
    if (waitMs >= SHORTEST_WAIT_MS) await this.#clock.sleep(waitMs);
  }
}
