/**
 * Optimal string alignment distance: letters put in, left out, exchanged, and neighbours swapped, each
 * counts one (Damerau 1964, the restricted form). Ends early, with `limit + 1`, where it must be more.
 */
export function editDistance(left: string, right: string, limit: number): number {
  const from = [...left];
  const to = [...right];
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let at = 1; at <= to.length; at++) {
      const same = from[row - 1] === to[at - 1];
      let least = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1));
      const swapped = from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1];
      if (row > 1 && at > 1 && swapped) least = Math.min(least, before[at - 2]! + 1);
      next.push(least);
    }
    if (Math.min(...next) > limit) return limit + 1;
    before = last;
    last = next;
  }
  return Math.min(last[to.length]!, limit + 1);
}
