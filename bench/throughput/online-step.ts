import { MAX_NEGATIVES, OnlineFactorization } from "@slipstream/algorithms/online-mf";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import { dotAt } from "@slipstream/algorithms/vector";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { percentile } from "../percentiles.ts";

const ITEMS = 2000;
/** In one repeat: a kernel may count a thread's time in steps of 4 ms. */
const EXAMPLES = 50_000;
/** Of which the first WARM_UP do not count. */
const REPEATS = 9;
const WARM_UP = 2;
const HISTORY = 5;
const SEED = 7;
const GOAL_MICROSECONDS = 3;

const items = Array.from({ length: ITEMS }, (_, index) => `item-${index}`);
const histories = Array.from({ length: ITEMS - HISTORY }, (_, start) =>
  items.slice(start, start + HISTORY),
);

/**
 * The learner alone, medians of repeats, in processor time: what else runs does not stand in them.
 * A triple is a user, an item and a negative.
 *
 * - `online_triple.us`: one whole step in which one negative moves, as BPR would take it: draws,
 *   scores and the softmax over all that is drawn, user, item, negative and history moved.
 * - `online_step.us`: the step that the processor takes, in which MAX_NEGATIVES move.
 * - `online_step.negatives`: different negatives that the item is scored against in it.
 * - `online_step.us_per_negative`: the step by those, each of which has its part in the gradient.
 *
 * The baseline of both steps is what cannot be left out of one, by plain loops in double precision:
 * as many scores, and as many vectors added to the gradient.
 */
export function measureOnlineSteps(): FigureRow[] {
  const triple = timeSteps(1);
  const step = timeSteps(MAX_NEGATIVES);
  const baseline = timePlainLoops(1 + Math.round(step.negatives));
  const perNegative = step.us / step.negatives;
  const goal = GOAL_MICROSECONDS;
  return [
    figureRow("online_triple.us", triple.us, "µs", { baseline, goal }),
    figureRow("online_step.us", step.us, "µs", { baseline }),
    figureRow("online_step.negatives", step.negatives, "negatives"),
    figureRow("online_step.us_per_negative", perNegative, "µs"),
  ];
}

/** Microseconds of a step in which so many negatives move, and how many are scored. */
function timeSteps(negatives: number): { us: number; negatives: number } {
  const random = randomFrom([SEED]);
  const learner = new OnlineFactorization(FACTOR_DIMENSIONS);
  for (const item of items) learner.ensure(item);
  const userFactor = new Float32Array(FACTOR_DIMENSIONS);
  let [steps, scored] = [0, 0];
  const us = medianMicroseconds(() => {
    const outcome = learner.learn({
      userFactor,
      history: histories[random.below(histories.length)]!,
      itemId: items[random.below(ITEMS)]!,
      weight: 1,
      negatives,
      random,
      occurredAt: steps++,
    });
    if (outcome.kind === "quarantined") throw new Error(`the learner diverged: ${outcome.reason}`);
    scored += outcome.scored;
  });
  return { us, negatives: scored / steps };
}

/** Microseconds that so many dot products and as many scaled sums take, of vectors drawn anew. */
function timePlainLoops(vectors: number): number {
  const random = randomFrom([SEED]);
  const dims = FACTOR_DIMENSIONS;
  const table = Float32Array.from({ length: ITEMS * dims }, () => random.unit());
  const query = table.slice(0, dims);
  const gradient = new Float64Array(dims);
  let score = 0;
  const us = medianMicroseconds(() => {
    for (let count = 0; count < vectors; count++) {
      score = plainly({ table, query, gradient, random });
    }
  });
  if (!Number.isFinite(score)) throw new Error("numbers got out of hand");
  return us;
}

function plainly(of: {
  table: Float32Array;
  query: Float32Array;
  gradient: Float64Array;
  random: Random;
}): number {
  const { table, query, gradient, random } = of;
  const dims = FACTOR_DIMENSIONS;
  const at = random.below(ITEMS) * dims;
  const score = dotAt(query, 0, table, at, dims);
  for (let d = 0; d < dims; d++) gradient[d] = gradient[d]! + 0.001 * table[at + d]!;
  return score;
}

function medianMicroseconds(run: () => void): number {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const before = process.threadCpuUsage();
    for (let count = 0; count < EXAMPLES; count++) run();
    const { user, system } = process.threadCpuUsage(before);
    if (repeat >= WARM_UP) times.push((user + system) / EXAMPLES);
  }
  return percentile(times, 0.5);
}
