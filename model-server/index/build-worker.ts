import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import hnswlib from "hnswlib-node";
import { type BuildReport, type BuildTask, graphSettings, type KeptAs } from "./build-task.ts";
import { chooseEf } from "./choose-ef.ts";
import { HeldDirections } from "./held-directions.ts";
import { keepGraph } from "./kept-graph.ts";

/** Rows between two signs of life. */
const REPORT_ROWS = 256;

/** A worker thread's whole life: builds one graph, writes it to a file, says so, ends. */
const { file, dims, count, capacity, vectors, keep } = workerData as BuildTask;
// On Linux this is the thread's own priority: queries go before builds. Elsewhere it would be the
// whole process's.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const report = (message: BuildReport) => parentPort?.postMessage(message);
const matrix = new Float32Array(vectors);
const graph = new hnswlib.HierarchicalNSW("ip", dims);
const { m, efConstruction, seed } = graphSettings;
graph.initIndex({ maxElements: capacity, m, efConstruction, randomSeed: seed });
for (let row = 0; row < count; row++) {
  graph.addPoint(Array.from(matrix.subarray(row * dims, (row + 1) * dims)), row);
  if (row % REPORT_ROWS === 0) report({ done: false });
}
const ef = chooseEf({ graph, matrix, dims, count });
report({ done: false });
graph.writeIndexSync(file);
report({ done: true, ef });
if (keep) report({ done: true, ef, notKept: keepForNextStart(keep) });

/** The graph is good without it: what goes wrong is only told. */
function keepForNextStart({ name, ids }: KeptAs): unknown {
  try {
    const held = new HeldDirections(count, dims);
    for (let row = 0; row < count; row++) {
      held.set(row, matrix.subarray(row * dims, (row + 1) * dims));
    }
    const items = ids.flatMap((list): string[] => JSON.parse(list));
    keepGraph(name, { dims, capacity, ef, file, ids: items, held: held.bytesOf(count) });
    return undefined;
  } catch (error) {
    return error;
  }
}
