import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { Metrics } from "../metrics.ts";

/** What stands in for one wish of one shop is told once in so long. */
const TELL_MS = 60_000;
/** Wishes that are remembered; a shop's experiments name fewer. */
const MAX_WISHES = 1_000;

/** Counts answers that another ranker ordered than the one that an arm names, and tells of them. */
export class StandIns {
  readonly #metrics: () => Pick<Metrics, "standIns">;
  readonly #log: { warn(facts: object, message: string): void };
  readonly #toldAt = new Map<string, number>();

  constructor(options: {
    metrics: () => Pick<Metrics, "standIns">;
    log: { warn(facts: object, message: string): void };
  }) {
    this.#metrics = options.metrics;
    this.#log = options.log;
  }

  note({ shop, tuning, arms, placement }: RecommendRequest): void {
    const wanted = tuning?.ranker ?? "";
    this.#metrics().standIns.inc({ shop, wanted });
    const key = `${shop}\u0000${wanted}`;
    const nowMs = performance.now();
    const toldAt = this.#toldAt.get(key);
    if (toldAt !== undefined && nowMs - toldAt < TELL_MS) return;
    if (this.#toldAt.size >= MAX_WISHES) this.#toldAt.clear();
    this.#toldAt.set(key, nowMs);
    this.#log.warn({ shop, wanted, arms, placement }, "another ranker stands in for an arm's");
  }
}
