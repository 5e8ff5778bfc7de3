import { confidenceSequence, type Sequence } from "./confidence-sequence.ts";
import { MIN_VISITORS } from "./lift.ts";

/** Credit by visitor: clicks on the second ranker's choices less clicks on the first's. */
export interface Credits {
  visitors: number;
  first: number;
  second: number;
  /** Sum over visitors of the squares of their difference. */
  squares: number;
}

export interface Preference extends Sequence {
  /** The second ranker's part of all credit; above a half, it is liked better. */
  share: number | undefined;
  /** The mean difference of a visitor; undefined while there are too few visitors. */
  difference: number | undefined;
}

/** Which of two interleaved rankers is liked better, at any time; 0 is a draw. */
export function preferenceOf(
  { visitors, first, second, squares }: Credits,
  { plannedVisitors, alpha }: { plannedVisitors: number; alpha: number },
): Preference {
  const credit = first + second;
  const share = credit > 0 ? second / credit : undefined;
  const unknown = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, pValue: 1 };
  if (visitors < MIN_VISITORS) return { ...unknown, share, difference: undefined };
  const difference = (second - first) / visitors;
  const spread = (squares - visitors * difference * difference) / (visitors - 1);
  const sequence = confidenceSequence({
    difference,
    variance: spread / visitors,
    plannedVariance: spread / plannedVisitors,
    alpha,
  });
  return { ...sequence, share, difference };
}
