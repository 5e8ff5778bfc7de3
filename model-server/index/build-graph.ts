import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as yieldToLoop } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import hnswlib from "hnswlib-node";
import type { BuildReport, BuildResult, BuildTask } from "./build-task.ts";
import { HeldDirections } from "./held-directions.ts";
import { ItemGraph } from "./item-graph.ts";
import type { ItemVectors } from "./item-vectors.ts";

/** Rows copied before the event loop gets its turn: about 1 ms. */
const COPY_CHUNK_ROWS = 2048;
/** Room for new and moved items until the next build, as a share of the rows. */
const HEADROOM = 0.25;
const MIN_HEADROOM_ROWS = 1024;
/** A builder that says nothing for so long is ended. */
const SILENCE_LIMIT_MS = 120_000;

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
  /** The name that it is kept under for the next start, a path; absent: it is not. */
  keptAs?: string | undefined;
  signal: AbortSignal;
  onError?: ((error: unknown) => void) | undefined;
}): Promise<ItemGraph> {
  const { vectors, spaceId, version, keptAs, signal } = options;
  const { dims } = vectors;
  const size = vectors.size;
  const capacity = size + Math.max(MIN_HEADROOM_ROWS, Math.ceil(size * HEADROOM));
  const file = join(tmpdir(), `slipstream-graph-${randomUUID()}`);
  try {
    const held = new HeldDirections(capacity, dims);
    const { shared, ids } = await copied(vectors, size, held);
    const keep = keptAs === undefined ? undefined : { name: keptAs, ids };
    const task = { file, dims, count: size, capacity, vectors: shared, keep };
    const { ef, notKept } = await runWorker(task, signal);
    if (notKept !== undefined) options.onError?.(notKept);
    const graph = new hnswlib.HierarchicalNSW("ip", dims);
    await graph.readIndex(file);
    graph.setEf(ef);
    return new ItemGraph({ graph, size, capacity, held, ef, spaceId, version });
  } catch (cause) {
    throw new GraphBuildError(`the graph of ${size} vectors was not built`, { cause });
  } finally {
    await rm(file, { force: true });
  }
}

async function copied(
  vectors: ItemVectors,
  size: number,
  held: HeldDirections,
): Promise<{ shared: SharedArrayBuffer; ids: string[] }> {
  const { dims } = vectors;
  const ids: string[] = [];
  const shared = new SharedArrayBuffer(size * dims * Float32Array.BYTES_PER_ELEMENT);
  const matrix = new Float32Array(shared);
  for (let from = 0; from < size; from += COPY_CHUNK_ROWS) {
    const end = Math.min(size, from + COPY_CHUNK_ROWS);
    matrix.set(vectors.units.subarray(from * dims, end * dims), from * dims);
    for (let row = from; row < end; row++) held.set(row, vectors.unitAt(row));
    ids.push(JSON.stringify(vectors.idsBetween(from, end)));
    await yieldToLoop();
  }
  return { shared, ids };
}

/** Resolves with what the builder said, once its thread has ended and its memory is free. */
function runWorker(task: BuildTask, signal: AbortSignal): Promise<BuildResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./build-worker.ts", import.meta.url), { workerData: task });
    const end = () => void worker.terminate();
    const silence = setTimeout(end, SILENCE_LIMIT_MS);
    signal.addEventListener("abort", end, { once: true });
    let result: BuildResult | undefined;
    worker.on("message", (report: BuildReport) => {
      silence.refresh();
      if (report.done) result = report;
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      clearTimeout(silence);
      signal.removeEventListener("abort", end);
      if (result !== undefined) resolve(result);
      else reject(new Error(`the builder's thread ended with ${code}`));
    });
    if (signal.aborted) end();
  });
}
