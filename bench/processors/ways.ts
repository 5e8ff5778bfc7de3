/** How several learners may share what they learn; the processors take `sum`. */
export const WAYS = ["sum", "mean", "split", "alone"] as const;
export type Way = (typeof WAYS)[number];
