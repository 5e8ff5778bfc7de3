/** Settings of every graph, as measured on 100,000 vectors of 64 dimensions. */
export const graphSettings = { m: 16, efConstruction: 200, seed: 42 } as const;

/** What the builder's thread is given. `vectors` is shared memory. */
export interface BuildTask {
  file: string;
  dims: number;
  count: number;
  capacity: number;
  vectors: SharedArrayBuffer;
}

/** What the builder's thread says: that it gets on, or that the file is written. */
export type BuildReport = { done: false } | { done: true; ef: number };
