import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import type { BatchArtefact, Effort } from "./batch-artefact.ts";

/** Longest time that batch models may take, all together. */
const MAX_WAIT_MS = 30 * 60_000;

/** All models are trained of one round before the next: on what, and how thoroughly. */
export interface BatchRound {
  interactions: Interactions;
  effort: Effort;
}

/** What the worker thread is given. */
export interface BatchTask {
  names: readonly BatchPlace[];
  rounds: readonly BatchRound[];
  port: MessagePort;
  /** One number: rounds whose models are all handed over. */
  finished: Int32Array<SharedArrayBuffer>;
}

/** What the worker thread says: a model, that a round has no more, or why there will be none. */
export type BatchWord = { artefact: BatchArtefact } | { end: true } | { failure: string };

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
  #round = 0;

  constructor(names: readonly BatchPlace[], rounds: readonly BatchRound[]) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#finished = new Int32Array(new SharedArrayBuffer(4));
    const task: BatchTask = { names, rounds, port: port2, finished: this.#finished };
    this.#worker = new Worker(new URL("./batch-worker.ts", import.meta.url), {
      workerData: task,
      transferList: [port2],
    });
    // Told by `wait`, which this thread cannot be told of while it replays.
    this.#worker.on("error", () => {});
  }

  /**
   * The next round's models, in order. Holds this thread until they are there: a replay is no place to
   * yield. @throws BatchTrainingError
   */
  wait(): BatchArtefact[] {
    const round = ++this.#round;
    for (let finished = 0; finished < round; ) {
      finished = Atomics.load(this.#finished, 0);
      if (finished >= round) break;
      const outcome = Atomics.wait(this.#finished, 0, finished, MAX_WAIT_MS);
      if (outcome === "timed-out") throw new BatchTrainingError("batch models took too long");
    }
    const artefacts: BatchArtefact[] = [];
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: BatchWord } | undefined;
      const word = received?.message;
      if (word === undefined || "end" in word) return artefacts;
      if ("failure" in word) throw new BatchTrainingError(word.failure);
      artefacts.push(word.artefact);
    }
  }

  /** Ends the thread, whatever it does. */
  close(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}
