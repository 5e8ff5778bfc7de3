import type { Reference } from "@slipstream/algorithms/drift/reference";

/** False for a column that was the same or missing in all of a window: no tree reads it. */
export function tellsApart({ quantiles, shares }: Reference): boolean {
  if (quantiles.length === 0) return false;
  return quantiles[0] !== quantiles.at(-1) || (shares.at(-1) ?? 0) > 0;
}
