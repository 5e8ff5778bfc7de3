import { parentPort, workerData } from "node:worker_threads";
import hnswlib from "hnswlib-node";
import { type BuildTask, graphSettings } from "./snapshot.ts";

/** A worker thread's whole life: builds one graph, writes it to a file, says so, ends. */
const { file, dims, count, capacity, vectors } = workerData as BuildTask;
const matrix = new Float32Array(vectors);
const graph = new hnswlib.HierarchicalNSW("ip", dims);
const { m, efConstruction, seed } = graphSettings;
graph.initIndex({ maxElements: capacity, m, efConstruction, randomSeed: seed });
for (let row = 0; row < count; row++) {
  graph.addPoint(Array.from(matrix.subarray(row * dims, (row + 1) * dims)), row);
}
graph.writeIndexSync(file);
parentPort?.postMessage("built");
