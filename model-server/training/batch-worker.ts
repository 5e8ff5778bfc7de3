import { workerData } from "node:worker_threads";
import type { BatchTask, BatchWord } from "./batch-training.ts";

/** A worker thread's whole life: trains one model after the other, hands them over, ends. */
const { names, rounds, port, finished } = workerData as BatchTask;
const say = (word: BatchWord) => port.postMessage(word);
try {
  // Loaded here, so that whoever waits is told of a failure to load as well.
  const { trainBatchModel } = await import("./batch-artefact.ts");
  for (const { interactions, effort } of rounds) {
    for (const name of names) {
      const artefact = trainBatchModel(name, interactions, effort);
      if (artefact !== undefined) say({ artefact });
    }
    say({ end: true });
    Atomics.add(finished, 0, 1);
    Atomics.notify(finished, 0);
  }
} catch (error) {
  say({ failure: error instanceof Error ? error.message : String(error) });
  Atomics.store(finished, 0, rounds.length);
  Atomics.notify(finished, 0);
}
