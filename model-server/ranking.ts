import { sortBestFirst } from "@slipstream/algorithms/engine/best-first";

/** An order of an answer's candidates, which are told by their places in its feature table. */
export interface Ranking {
  /** Places, best first. */
  order: Int32Array;
  /** The score of each place. */
  scores: Float64Array;
}

/** What the session made of a ranking. */
export interface Rescored extends Ranking {
  /** What the session's vector added to the score, by place. */
  bonus: Float64Array;
  /** What was left of the score, since it was just seen, or bought: 1 for all of it. */
  damping: Float64Array;
}

/** Best first; equal scores in the order of retrieval. */
export function rankingOf(scores: Float64Array): Ranking {
  const rows = new Int32Array(scores.length);
  for (let place = 0; place < rows.length; place++) rows[place] = place;
  return { order: sortBestFirst(rows.slice(), { values: scores, rows }), scores };
}
