import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";

const RANK = ".rr";

/** What a source said of a candidate that it proposed. */
export interface Proposal {
  source: string;
  /** In the source's own list, from 1; equal scores share the best of theirs. */
  rank: number;
  /** The source's own. */
  score: number;
  /** How far the source believed it, 0 … 1. */
  trust: number;
}

/** How many candidates each source proposed; those that proposed none are left out. */
export function candidatesOf(table: FeatureTable): Record<string, number> {
  const counts = rankColumnsOf(table).map(({ source, column }) => {
    return [source, placesOf(table, column).length] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** What each source that proposed a candidate said of it, read back from its columns. */
export function proposalsOf(table: FeatureTable, place: number): Proposal[] {
  const { names, values } = table;
  const at = (candidate: number, column: number) => values[candidate * names.length + column]!;
  return rankColumnsOf(table).flatMap(({ source, column }) => {
    const reciprocal = at(place, column);
    if (!(reciprocal > 0)) return [];
    const score = at(place, column + 1);
    const scores = placesOf(table, column).map((other) => at(other, column + 1));
    const better = scores.filter((other) => other > score).length;
    const alike = scores.filter((other) => other === score).length;
    const trust = Math.min(1, reciprocal * (better + (1 + alike) / 2));
    return [{ source, rank: better + 1, score, trust }];
  });
}

function rankColumnsOf({ names }: FeatureTable): { source: string; column: number }[] {
  return names.flatMap((name, column) =>
    name.endsWith(RANK) ? [{ source: name.slice(0, -RANK.length), column }] : [],
  );
}

/** Places of the candidates that a source proposed. */
function placesOf({ names, rows, values }: FeatureTable, column: number): number[] {
  return Array.from(rows.keys()).filter((place) => values[place * names.length + column]! > 0);
}
