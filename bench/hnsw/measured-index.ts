import { exactScan } from "@slipstream/algorithms/exact-scan";
import { unit } from "@slipstream/algorithms/vector";
import { graphSettings } from "@slipstream/model-server/index/build-task";
import { ItemIndex } from "@slipstream/model-server/index/item-index";
import { ItemVectors } from "@slipstream/model-server/index/item-vectors";
import { recallOf } from "@slipstream/model-server/index/recall-oracle";
import hnswlib, { type HierarchicalNSW } from "hnswlib-node";
import { DIMS, type MadeUpVectors } from "./made-up-vectors.ts";

/** Neighbours asked for. */
export const K = 100;

/** The model server's own index over made-up vectors, and the rounds of its upkeep. */
export interface MeasuredIndex {
  vectors: ItemVectors;
  index: ItemIndex;
  /** How long each round of refreshing held the event loop (ms). */
  rounds: number[];
  /** Gives a row a new vector, as a message of the learner does. */
  put: (row: number, vector: Float32Array) => void;
}

export function openIndex(made: MadeUpVectors): MeasuredIndex {
  const vectors = new ItemVectors(DIMS);
  const rounds: number[] = [];
  const index = new ItemIndex(vectors, {
    exactBelow: 1,
    sampleShare: 0,
    onRefreshed: (tookMs) => void rounds.push(tookMs),
    onError: (error) => {
      throw error;
    },
  });
  const upsert = (row: number, vector: Float32Array) => {
    const values = { version: 1, index: row, popularity: 0, bias: 0 };
    vectors.upsert({ itemId: `item-${row}`, ...values, input: vector, output: vector });
  };
  for (let row = 0; row < made.count; row++) upsert(row, rowOf(made, row));
  index.changed(made.count - 1);
  const put = (row: number, vector: Float32Array) => {
    upsert(row, vector);
    index.changed(row);
  };
  return { vectors, index, rounds, put };
}

/** The library alone: one graph over the same vectors at unit length, built in this thread. */
export function rawGraph(made: MadeUpVectors): HierarchicalNSW {
  const { m, efConstruction, seed } = graphSettings;
  const graph = new hnswlib.HierarchicalNSW("ip", DIMS);
  graph.initIndex({ maxElements: made.count, m, efConstruction, randomSeed: seed });
  for (let row = 0; row < made.count; row++) {
    graph.addPoint(Array.from(unit(rowOf(made, row))), row);
  }
  return graph;
}

/** The true neighbours on the vectors as they are at this moment. */
export function exactly(vectors: ItemVectors, query: Float32Array): Uint32Array {
  const { units: matrix, size: count } = vectors;
  return exactScan({ matrix, dims: DIMS, count, query, k: K, metric: "inner" }).rows;
}

/** Share of the true rows that were found. */
export function recallAgainst(truth: Uint32Array, found: Iterable<number>): number {
  const neighbours = (rows: Iterable<number>) => Array.from(rows, (row) => ({ row, cosine: 0 }));
  return recallOf(neighbours(found), neighbours(truth));
}

function rowOf(made: MadeUpVectors, row: number): Float32Array {
  return made.rows.subarray(row * DIMS, (row + 1) * DIMS);
}
