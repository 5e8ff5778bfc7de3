import { exactScan } from "@slipstream/algorithms/exact-scan";
import { randomFrom } from "@slipstream/algorithms/random";
import { unit } from "@slipstream/algorithms/vector";
import type { HierarchicalNSW } from "hnswlib-node";

/** Values tried, least first: each costs about a quarter more time than the one before. */
const LADDER = [128, 160, 200, 250, 320, 400, 500, 640, 800] as const;
/** Above what is promised (0.99), since changes in place wear a graph. */
const ENOUGH = 0.993;
const K = 100;
const QUERIES = 200;
/** Items that a query blends, at most. */
const LONGEST_BLEND = 6;
/** Share of them that may come from anywhere; the others are near the first. */
const STRAY_SHARE = 0.2;

interface BuiltGraph {
  graph: HierarchicalNSW;
  /** `count` rows of `dims` numbers, each of unit length: what the graph was built of. */
  matrix: Float32Array;
  dims: number;
  count: number;
}

/**
 * The least ef whose recall@100 is enough, by exact scans of these very vectors: what is enough
 * differs with their number and with how they lie. The queries are like sessions: blends of items
 * that are near each other, with strays.
 */
export function chooseEf(built: BuiltGraph): number {
  const { graph, matrix, dims, count } = built;
  const k = Math.min(K, count);
  const queries = blends(built, k).map((query) => {
    const truth = exactScan({ matrix, dims, count, query, k, metric: "inner" });
    return { query: Array.from(query), truth: new Set(truth.rows) };
  });
  const isEnough = (ef: number) => {
    graph.setEf(ef);
    let found = 0;
    for (const { query, truth } of queries) {
      for (const row of graph.searchKnn(query, k).neighbors) if (truth.has(row)) found++;
    }
    return found >= ENOUGH * k * queries.length;
  };
  return LADDER.find(isEnough) ?? LADDER[LADDER.length - 1]!;
}

function blends({ graph, matrix, dims, count }: BuiltGraph, k: number): Float32Array[] {
  const random = randomFrom([count, dims]);
  graph.setEf(LADDER[0]);
  return Array.from({ length: QUERIES }, () => {
    const first = random.below(count) * dims;
    const near = graph.searchKnn(Array.from(matrix.subarray(first, first + dims)), k).neighbors;
    const blend = matrix.slice(first, first + dims);
    for (let others = random.below(LONGEST_BLEND); others > 0; others--) {
      const isStray = random.unit() < STRAY_SHARE;
      const at = (isStray ? random.below(count) : near[random.below(near.length)]!) * dims;
      const weight = random.unit();
      for (let d = 0; d < dims; d++) blend[d] = blend[d]! + weight * matrix[at + d]!;
    }
    return unit(blend);
  });
}
