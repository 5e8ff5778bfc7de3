import { performance } from "node:perf_hooks";

/** Share of the event loop's time that may be busy, and still it counts as free. */
const BUSY_SHARE = 0.6;
/** Share of the thread's time that may be taken. */
const TAKEN_SHARE = 0.1;
const LOOK_INTERVAL_MS = 100;

/** Time of the thread that nobody else wants: little, and none while the loop is busy. */
export class SpareTime {
  #since = performance.eventLoopUtilization();
  #lookedAt = performance.now();
  #isBusy = false;
  /** Nothing more is taken before. */
  #restsUntil = 0;

  /** Does the work if there is time for it; says whether there was. */
  readonly take = (work: () => void): boolean => {
    const startedAt = performance.now();
    this.#look(startedAt);
    if (this.#isBusy || startedAt < this.#restsUntil) return false;
    work();
    const now = performance.now();
    this.#restsUntil = now + (now - startedAt) * (1 / TAKEN_SHARE - 1);
    return true;
  };

  #look(now: number): void {
    if (now - this.#lookedAt < LOOK_INTERVAL_MS) return;
    this.#isBusy = performance.eventLoopUtilization(this.#since).utilization > BUSY_SHARE;
    this.#since = performance.eventLoopUtilization();
    this.#lookedAt = now;
  }
}
