import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as yieldToLoop } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import hnswlib from "hnswlib-node";
import type { ItemVectors } from "./item-vectors.ts";
import { type BuildTask, graphSettings, type Snapshot } from "./snapshot.ts";

/** Rows copied before the event loop gets its turn: about 1 ms. */
const COPY_CHUNK_ROWS = 4096;
/** Room for new items until the next build, as a share of the rows. */
const HEADROOM = 0.2;
const MIN_HEADROOM_ROWS = 1024;

/** A graph that could not be built; the one in use stays. */
export class GraphBuildError extends Error {
  override readonly name = "GraphBuildError";
  readonly code = "graph_build_failed";
}

/**
 * Builds a graph over the rows as they are now, without holding the event loop: copied in chunks,
 * built in a worker thread, passed through a file (native graphs do not cross threads) that is
 * read asynchronously. Rows that change meanwhile are the caller's to remember.
 * @throws GraphBuildError
 */
export async function buildGraph(options: {
  vectors: ItemVectors;
  spaceId: number | undefined;
  version: number;
  signal: AbortSignal;
}): Promise<Snapshot> {
  const { vectors, spaceId, version, signal } = options;
  const { dims } = vectors;
  const count = vectors.size;
  const capacity = count + Math.max(MIN_HEADROOM_ROWS, Math.ceil(count * HEADROOM));
  const shared = new SharedArrayBuffer(capacity * dims * Float32Array.BYTES_PER_ELEMENT);
  const matrix = new Float32Array(shared);
  const ids: string[] = [];
  for (let row = 0; row < count; row += COPY_CHUNK_ROWS) {
    const end = Math.min(count, row + COPY_CHUNK_ROWS);
    matrix.set(vectors.units.subarray(row * dims, end * dims), row * dims);
    for (const id of vectors.idsBetween(row, end)) ids.push(id);
    await yieldToLoop();
  }
  const file = join(tmpdir(), `slipstream-graph-${randomUUID()}`);
  try {
    await runWorker({ file, dims, count, capacity, vectors: shared }, signal);
    const graph = new hnswlib.HierarchicalNSW("ip", dims);
    await graph.readIndex(file);
    graph.setEf(graphSettings.ef);
    return { graph, ids, vectors: matrix, capacity, spaceId, version };
  } catch (cause) {
    throw new GraphBuildError(`the graph of ${count} vectors was not built`, { cause });
  } finally {
    await rm(file, { force: true });
  }
}

function runWorker(task: BuildTask, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./build-worker.ts", import.meta.url), { workerData: task });
    const abort = () => void worker.terminate();
    signal.addEventListener("abort", abort, { once: true });
    let built = false;
    worker.on("message", () => {
      built = true;
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      signal.removeEventListener("abort", abort);
      if (built) resolve();
      else reject(new Error(`the builder's thread ended with ${code}`));
    });
    if (signal.aborted) abort();
  });
}
