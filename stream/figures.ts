import { StageTimes } from "./turns/stage-times.ts";

/** Seconds that rates are taken over. */
const RATE_SECONDS = 10;

/** Events per second over the last RATE_SECONDS whole seconds. */
export class Rate {
  readonly #counts = new Map<number, number>();

  add(count: number, nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
    for (const old of this.#counts.keys()) {
      if (old >= second - RATE_SECONDS) break;
      this.#counts.delete(old);
    }
  }

  perSecond(nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    let sum = 0;
    for (const [at, count] of this.#counts) {
      if (at < second && at >= second - RATE_SECONDS) sum += count;
    }
    return sum / RATE_SECONDS;
  }
}

/** What the process has done since its start, for `/metrics` and `/status`. */
export class Figures {
  readonly startedAtMs = Date.now();
  applied = 0;
  duplicatesDropped = 0;
  deadLetters = 0;
  returnsSkipped = 0;
  ratingsSkipped = 0;
  turns = 0;
  restarts = 0;
  learnMessages = 0;
  shedShare = 0;
  quarantined = 0;
  purged = 0;
  readonly rate = new Rate();
  readonly stages = new StageTimes();
  readonly partitionRates = new Map<number, Rate>();

  /** Notes events that were applied of a partition. */
  noteApplied(partition: number, count: number, nowMs: number): void {
    this.applied += count;
    this.rate.add(count, nowMs);
    let rate = this.partitionRates.get(partition);
    if (rate === undefined) {
      rate = new Rate();
      this.partitionRates.set(partition, rate);
    }
    rate.add(count, nowMs);
  }
}
