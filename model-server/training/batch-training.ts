import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import type { BatchArtefact, BatchModelName } from "./batch-artefact.ts";

/** Longest time that batch models may take, all together. */
const MAX_WAIT_MS = 30 * 60_000;

/** What the worker thread is given. */
export interface BatchTask {
  names: readonly BatchModelName[];
  interactions: Interactions;
  port: MessagePort;
  /** One number, 1 when all is handed over. */
  finished: Int32Array<SharedArrayBuffer>;
}

/** Batch models could not be trained; the message says why. */
export class BatchTrainingError extends Error {
  override readonly name = "BatchTrainingError";
  readonly code = "batch_training_failed";
}

/** Batch models in training on another core, while this one replays the log. */
export class BatchTraining {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #finished: Int32Array<SharedArrayBuffer>;

  constructor(names: readonly BatchModelName[], interactions: Interactions) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#finished = new Int32Array(new SharedArrayBuffer(4));
    const task: BatchTask = { names, interactions, port: port2, finished: this.#finished };
    this.#worker = new Worker(new URL("./batch-worker.ts", import.meta.url), {
      workerData: task,
      transferList: [port2],
    });
    // Told by `wait`, which this thread cannot be told of while it replays.
    this.#worker.on("error", () => {});
  }

  /**
   * The trained models, in order. Holds this thread until they are there: a replay is no place to
   * yield. @throws BatchTrainingError
   */
  wait(): BatchArtefact[] {
    const outcome = Atomics.wait(this.#finished, 0, 0, MAX_WAIT_MS);
    if (outcome === "timed-out") throw new BatchTrainingError("batch models took too long");
    const artefacts: BatchArtefact[] = [];
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as
        | { message: { artefact?: BatchArtefact; failure?: string } }
        | undefined;
      if (received === undefined) return artefacts;
      const { artefact, failure } = received.message;
      if (failure !== undefined) throw new BatchTrainingError(failure);
      if (artefact !== undefined) artefacts.push(artefact);
    }
  }

  /** Ends the thread, whatever it does. */
  close(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}
