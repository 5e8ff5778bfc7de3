/**
 * Trust in what was observed n times, n² / (n² + half²): 0 for what was never seen, one half at
 * `half`, near 1 for what many did. One visitor's walk is chance and says next to nothing; the same
 * way taken by several is a path. Our own form of shrinkage by support, which in Bell & Koren (ICDM
 * 2007) is n / (n + half): the square keeps chance lower and lets evidence count sooner.
 */
export function trustIn(observations: number, half: number): number {
  return observations > 0 ? observations ** 2 / (observations ** 2 + half ** 2) : 0;
}
