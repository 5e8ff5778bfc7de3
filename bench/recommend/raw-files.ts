import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unit } from "@slipstream/algorithms/vector";
import { DIMS, type MadeUpVectors } from "../hnsw/made-up-vectors.ts";
import { type MadeUpRanker, randomRows } from "./random-ranker.ts";

/** Rows that the raw server's ranker scores for each request. */
export const RAW_ROWS = 300;

/** What the raw server reads at its start; numbers are float32. */
export const RAW_FILES = {
  vectors: "vectors.f32",
  queries: "queries.f32",
  candidates: "candidates.f32",
  ranker: "ranker.onnx",
} as const;

const QUERIES = 2000;

export function writeRawFiles(
  folder: string,
  { made, ranker }: { made: MadeUpVectors; ranker: MadeUpRanker },
): void {
  const queries = new Float32Array(QUERIES * DIMS);
  for (let query = 0; query < QUERIES; query++) queries.set(unit(made.query()), query * DIMS);
  const put = (name: string, values: Uint8Array) => writeFileSync(join(folder, name), values);
  put(RAW_FILES.vectors, bytesOf(made.rows));
  put(RAW_FILES.queries, bytesOf(queries));
  put(RAW_FILES.candidates, bytesOf(randomRows(RAW_ROWS)));
  put(RAW_FILES.ranker, ranker.onnx);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
