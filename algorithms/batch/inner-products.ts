import { dotAt } from "../vector.ts";

/** Where scores are written. */
export type Scores = Float32Array | Float64Array;

/** out[i] = query · vector of the item rows[i], 0 for rows that are not there; vectors row by row. */
export function scoreRows(options: {
  query: Float32Array;
  vectors: Float32Array;
  rows: Int32Array;
  out: Scores;
}): void {
  const { query, vectors, rows, out } = options;
  const dims = query.length;
  const items = vectors.length / dims;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    out[at] = row >= 0 && row < items ? dotAt(query, 0, vectors, row * dims, dims) : 0;
  }
}

/** out[row] = query · vector of every item. */
export function scoreEvery(query: Float32Array, vectors: Float32Array, out: Scores): void {
  const dims = query.length;
  for (let row = 0, at = 0; at < vectors.length; row++, at += dims) {
    out[row] = dotAt(query, 0, vectors, at, dims);
  }
}

/** query · vector of single rows that are there, while the query stays as it is. */
export function rowScorer(query: Float32Array, vectors: Float32Array): (row: number) => number {
  const dims = query.length;
  return (row) => dotAt(query, 0, vectors, row * dims, dims);
}

/** out += vector · matrix. */
export function addTimes(vector: Float32Array, matrix: Float32Array, out: Float32Array): void {
  const columns = out.length;
  for (let d = 0; d < vector.length; d++) {
    const value = vector[d]!;
    const row = d * columns;
    for (let to = 0; to < columns; to++) out[to] = out[to]! + value * matrix[row + to]!;
  }
}
