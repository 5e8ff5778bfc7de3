import { workerData } from "node:worker_threads";
import type { BatchTask } from "./batch-training.ts";

/** A worker thread's whole life: trains one model after the other, hands them over, ends. */
const { names, interactions, port, finished } = workerData as BatchTask;
try {
  // Loaded here, so that whoever waits is told of a failure to load as well.
  const { trainBatchModel } = await import("./batch-artefact.ts");
  for (const name of names) {
    const artefact = trainBatchModel(name, interactions);
    if (artefact !== undefined) port.postMessage({ artefact });
  }
} catch (error) {
  port.postMessage({ failure: error instanceof Error ? error.message : String(error) });
} finally {
  Atomics.store(finished, 0, 1);
  Atomics.notify(finished, 0);
}
