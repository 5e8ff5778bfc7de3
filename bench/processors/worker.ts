import { pessimisticRank } from "@slipstream/algorithms/metrics/rank";
import { MAX_NEGATIVES, type OnlineFactorization } from "@slipstream/algorithms/online-mf";
import { randomFrom } from "@slipstream/algorithms/random";
import { ReplayReservoir } from "@slipstream/algorithms/replay-reservoir";
import type { Positive } from "./stream.ts";

const RESERVOIR_CAPACITY = 4_096;
const SEED = 7;

/** What one processor does with an event: predict, step, replay. The model is whatever it is given. */
export class Worker {
  readonly model: OnlineFactorization;
  readonly #replays: number;
  readonly #users = new Map<string, Float32Array>();
  readonly #reservoir = new ReplayReservoir(RESERVOIR_CAPACITY);
  #scores = new Float64Array(0);

  constructor(model: OnlineFactorization, { replays }: { replays: number }) {
    this.model = model;
    this.#replays = replays;
  }

  /** Rank of the event's item among all that are known, ties against it. */
  rank({ visitorId, history, itemId }: Positive): number {
    const { model } = this;
    model.ensure(itemId);
    if (this.#scores.length < model.rowCount) this.#scores = new Float64Array(2 * model.rowCount);
    const scores = this.#scores.subarray(0, model.rowCount);
    model.aim(this.userOf(visitorId), history);
    model.scoreAimed(scores);
    return pessimisticRank(scores, model.factorOf(itemId)?.index ?? -1);
  }

  learn(positive: Positive, sequence: number): void {
    const { occurredAt } = positive;
    const random = randomFrom([SEED, sequence, 0]);
    const step = { weight: 1, negatives: MAX_NEGATIVES, random, occurredAt };
    this.model.ensure(positive.itemId);
    this.model.learn({ ...positive, ...step, userFactor: this.userOf(positive.visitorId) });
    for (let count = 0; count < this.#replays; count++) {
      const again = this.#reservoir.draw(random);
      if (again === undefined) break;
      const userFactor = this.userOf(again.visitorId);
      this.model.learn({ ...again, ...step, userFactor, replay: true });
    }
    this.#reservoir.add(positive);
  }

  userOf(visitorId: string): Float32Array {
    let factor = this.#users.get(visitorId);
    if (factor === undefined) {
      factor = new Float32Array(this.model.dims);
      this.#users.set(visitorId, factor);
    }
    return factor;
  }
}
