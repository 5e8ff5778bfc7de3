import type { Random } from "./random.ts";

/** One positive event to learn from. */
export interface LearnExample {
  /** The user's factor, `dims` numbers, changed in place; zeros for one who is new. */
  userFactor: Float32Array;
  /** Items before this one, newest first; at most MAX_HISTORY count, unknown ones are passed over. */
  history: readonly string[];
  itemId: string;
  /** Weight of the event, above 0; a step grows with its root, at most MAX_WEIGHT_SCALE times. */
  weight: number;
  /** Negatives whose vectors may change, 0 … MAX_NEGATIVES. */
  negatives: number;
  /** Seeded by the event's place in its stream, so that learning can be repeated. */
  random: Random;
  /** Event time, epoch ms: what popularity decays by. */
  occurredAt: number;
  /** Learnt again from the reservoir: a small step, and popularity does not count it twice. */
  replay?: boolean;
}

export type LearnOutcome =
  /**
   * `loss`: −log softmax of the item among the drawn negatives, before the step; `scored`: how many
   * of those were different ones, and neither the item nor in its history.
   */
  | { kind: "learnt"; loss: number; scored: number }
  /** Nothing was changed, neither the model nor the user's factor. */
  | { kind: "quarantined"; reason: string };
