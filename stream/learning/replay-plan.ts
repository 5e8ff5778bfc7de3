/**
 * Replays of one event when nothing is in a hurry. Measured prequentially: two instead of none add
 * one point of recall@20 on RSC15-100k, take one on online_retail and change nothing on films,
 * while each touches 17 more rows that Redis, LEARN and every model server have to take.
 */
export const DEFAULT_REPLAYS = 1;
/** Up to this lag all replays are done; from the other on, none. */
const UNHURRIED_MS = 250;
const LATE_MS = 2_000;
/** Events waiting in memory that count as one second of lag. */
const QUEUED_PER_SECOND = 5_000;

/**
 * How often each event is learnt again: bends with the lag, so that learning sheds work before the
 * stream falls behind. With a fixed count, runs can be compared bit by bit.
 */
export class ReplayPlan {
  readonly #fixed: number | undefined;
  #planned = 0;
  #shed = 0;

  constructor(fixed?: number) {
    this.#fixed = fixed;
  }

  /** Replays per event in a turn whose first event is `lagMs` old, with `queued` events behind it. */
  replays({ lagMs, queued }: { lagMs: number; queued: number }): number {
    if (this.#fixed !== undefined) return this.#fixed;
    const late = Math.max(lagMs, (queued / QUEUED_PER_SECOND) * 1000);
    const share = Math.min(1, Math.max(0, (LATE_MS - late) / (LATE_MS - UNHURRIED_MS)));
    return Math.round(DEFAULT_REPLAYS * share);
  }

  /** Notes what was done for one event. */
  note(replays: number): void {
    const planned = this.#fixed ?? DEFAULT_REPLAYS;
    this.#planned += planned;
    this.#shed += planned - replays;
  }

  /** Share of planned replays that were shed since the start, 0 … 1. */
  get shedShare(): number {
    return this.#planned === 0 ? 0 : this.#shed / this.#planned;
  }
}
