import { OnlineFactorization } from "@slipstream/algorithms/online-mf";
import { randomFrom } from "@slipstream/algorithms/random";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { percentile } from "../percentiles.ts";

const ITEMS = 2000;
const EXAMPLES = 5000;
const REPEATS = 5;
const HISTORY = 5;
const SEED = 7;

/** Microseconds of one online step with one negative, the learner alone; median of the repeats. */
export function onlineTripleMicroseconds(): number {
  const random = randomFrom([SEED]);
  const items = Array.from({ length: ITEMS }, (_, index) => `item-${index}`);
  const learner = new OnlineFactorization(FACTOR_DIMENSIONS);
  for (const item of items) learner.ensure(item);
  const userFactor = new Float32Array(FACTOR_DIMENSIONS);
  const times: number[] = [];
  let loss = 0;
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const startedAt = performance.now();
    for (let count = 0; count < EXAMPLES; count++) {
      const start = random.below(ITEMS - HISTORY);
      const outcome = learner.learn({
        userFactor,
        history: items.slice(start, start + HISTORY),
        itemId: items[random.below(ITEMS)]!,
        weight: 1,
        negatives: 1,
        random,
        occurredAt: count,
      });
      if (outcome.kind === "learnt") loss += outcome.loss;
    }
    // The first repeat warms up.
    if (repeat > 0) times.push((1000 * (performance.now() - startedAt)) / EXAMPLES);
  }
  if (!Number.isFinite(loss)) throw new Error("the learner diverged");
  return percentile(times, 0.5);
}
