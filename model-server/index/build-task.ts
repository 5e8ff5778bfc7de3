/** Settings of every graph, as measured on 100,000 vectors of 64 dimensions. */
export const graphSettings = { m: 16, efConstruction: 200, seed: 42 } as const;

/** What the builder's thread is given. `vectors` is shared memory. */
export interface BuildTask {
  file: string;
  dims: number;
  count: number;
  capacity: number;
  vectors: SharedArrayBuffer;
  /** Where the graph is kept for the next start; absent: nowhere. */
  keep?: KeptAs | undefined;
}

/** The name that a graph is kept under, and the items of its labels: JSON lists, one after the other. */
export interface KeptAs {
  name: string;
  ids: string[];
}

/** What the builder's thread says: that it gets on, or that the file is written. */
export type BuildReport = { done: false } | BuildResult;

export interface BuildResult {
  done: true;
  ef: number;
  /** Why it could not be kept for the next start. */
  notKept?: unknown;
}
