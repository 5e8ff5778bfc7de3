import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { CANDIDATES_PER_SOURCE } from "@slipstream/algorithms/engine/standard";
import { unit } from "@slipstream/algorithms/vector";
import type { recommendRequestSchema } from "@slipstream/contracts/recommend";
import { graphSettings } from "@slipstream/model-server/index/build-task";
import { OnnxRanker } from "@slipstream/model-server/onnx/onnx-ranker";
import hnswlib from "hnswlib-node";
import { z } from "zod";
import { DIMS } from "../hnsw/made-up-vectors.ts";
import { itemIdOf } from "./made-up-visits.ts";
import { RAW_FILES, RAW_ROWS } from "./raw-files.ts";

/**
 * A program of its own: one query of the library's graph and one run of the ranker behind Node's own
 * HTTP server, and nothing else. What the model server adds shows beside it.
 */

/** Neighbours asked for: as many as the model server's source of vectors takes. */
const NEIGHBOURS = 2 * CANDIDATES_PER_SOURCE;

const settings = z
  .object({ folder: z.string(), port: z.coerce.number().int(), ef: z.coerce.number().int() })
  .parse(
    parseArgs({
      options: { folder: { type: "string" }, port: { type: "string" }, ef: { type: "string" } },
    }).values,
  );

const read = (name: string) => readFileSync(join(settings.folder, name));
const floats = (name: string) => new Float32Array(new Uint8Array(read(name)).buffer);
const rowOf = (matrix: Float32Array, row: number) =>
  Array.from(unit(matrix.subarray(row * DIMS, (row + 1) * DIMS)));

const graph = makeGraph(floats(RAW_FILES.vectors));
const ranker = await OnnxRanker.load(read(RAW_FILES.ranker));
const candidates = floats(RAW_FILES.candidates);
const queries = floats(RAW_FILES.queries);
const points = Array.from({ length: queries.length / DIMS }, (_, row) => rowOf(queries, row));
let asked = 0;

function makeGraph(vectors: Float32Array) {
  const { m, efConstruction, seed } = graphSettings;
  const made = new hnswlib.HierarchicalNSW("ip", DIMS);
  const count = vectors.length / DIMS;
  made.initIndex({ maxElements: count, m, efConstruction, randomSeed: seed });
  for (let row = 0; row < count; row++) made.addPoint(rowOf(vectors, row), row);
  made.setEf(settings.ef);
  return made;
}

async function answer(limit: number): Promise<string> {
  const { neighbors } = graph.searchKnn(points[asked++ % points.length]!, NEIGHBOURS);
  const scores = await ranker.score(candidates, RAW_ROWS);
  const order = Uint32Array.from(neighbors.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const items = Array.from(order.subarray(0, limit), (at) => ({
    itemId: itemIdOf(neighbors[at]!),
    score: scores[at]!,
  }));
  return JSON.stringify({ items });
}

createServer(async (request, response) => {
  if (request.method !== "POST") {
    response.end();
    return;
  }
  // Trusted as it is: checking is part of what the model server adds.
  const { limit } = (await json(request)) as z.infer<typeof recommendRequestSchema>;
  const body = await answer(limit);
  response.setHeader("content-type", "application/json");
  response.end(body);
}).listen(settings.port, "127.0.0.1");
