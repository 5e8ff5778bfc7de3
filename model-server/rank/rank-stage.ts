import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { Deadline } from "../deadline.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";
import { withBlend } from "./rank-columns.ts";
import type { Ranker } from "./ranker.ts";

/** Time kept for the stages behind the ranker. */
const RESERVE_MS = 5;

/** The candidates with what ranked them. */
export interface Ranked {
  ranker: Ranker;
  /** What the ranker read. */
  table: FeatureTable;
  /** One per row, each a number. */
  scores: Float64Array;
  /** False when a trained ranker was to have the say, and failed or was late: the blend has it. */
  asWanted: boolean;
}

/** Scores candidates by the trained ranker, if there is one and it answers in time, else by the blend. */
export async function rank(options: {
  model: ShopModel;
  situation: Situation;
  table: FeatureTable;
  trained: Ranker | undefined;
  deadline: Deadline;
  onError?: ((error: unknown) => void) | undefined;
}): Promise<Ranked> {
  const { model, situation, trained, deadline, onError } = options;
  const { query } = situation;
  const blend = model.rankers.blendFor(situation);
  const byBlend = blend.score(options.table, query);
  const table = withBlend(options.table, byBlend);
  if (trained === undefined) return { ranker: blend, table, scores: byBlend, asWanted: true };
  const scores = await inTime(() => trained.score(table, query), deadline).catch(
    (error: unknown) => {
      onError?.(error);
      return undefined;
    },
  );
  if (scores === undefined) return { ranker: blend, table, scores: byBlend, asWanted: false };
  return { ranker: trained, table, scores: finite(scores), asWanted: true };
}

/** What is no number stands below what is. */
function finite(scores: Float64Array): Float64Array {
  if (scores.every(Number.isFinite)) return scores;
  const lowest = Math.min(0, ...scores.filter(Number.isFinite));
  return scores.map((score) => (Number.isFinite(score) ? score : lowest - 1));
}

/** The value, or undefined when it takes longer than there is time. */
async function inTime<T>(work: () => T | Promise<T>, deadline: Deadline): Promise<T | undefined> {
  const waitMs = deadline.remainingMs - RESERVE_MS;
  if (waitMs <= 0) return undefined;
  const value = work();
  if (!(value instanceof Promise)) return value;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), waitMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
