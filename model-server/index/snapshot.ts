import type { HierarchicalNSW } from "hnswlib-node";

/**
 * One built graph with everything that its labels mean, swapped as one object so that a query
 * never sees a graph beside the ids of another. Labels are rows of the ItemVectors it was built
 * from; labels of deleted items are never given to others.
 */
export interface Snapshot {
  graph: HierarchicalNSW;
  /** Item id of each label in the graph. */
  ids: string[];
  /** The unit vector that the graph holds of each label, `capacity` rows. */
  vectors: Float32Array;
  /** Labels that the graph has room for. */
  capacity: number;
  spaceId: number | undefined;
  /** 1, 2, 3 … per index. */
  version: number;
}

/** Settings of every graph: M 16, efConstruction 200, ef 200 as measured on 100,000 vectors. */
export const graphSettings = { m: 16, efConstruction: 200, ef: 200, seed: 42 } as const;

/** What the builder's thread is given. `vectors` is shared memory. */
export interface BuildTask {
  file: string;
  dims: number;
  count: number;
  capacity: number;
  vectors: SharedArrayBuffer;
}
