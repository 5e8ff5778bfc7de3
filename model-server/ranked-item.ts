/** A candidate on its way through the stages after retrieval. */
export interface RankedItem {
  itemId: string;
  /** Its row in the answer's feature table. */
  row: number;
  score: number;
  /** What the session's vector added to the score. */
  sessionBonus: number;
  /** What was left of its score, since it was just seen, or bought: 1 for all of it. */
  damping: number;
}

/** Best first; equal scores in the order of retrieval. */
export function bestFirst(left: RankedItem, right: RankedItem): number {
  return right.score - left.score || left.row - right.row;
}
