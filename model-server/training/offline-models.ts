import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import { BatchModelSource } from "@slipstream/algorithms/sources/batch-model";
import { type BatchArtefact, modelOf } from "./batch-artefact.ts";
import type { FittedModels } from "./batch-models.ts";
import type { BatchTraining } from "./batch-training.ts";

/** Batch models that are trained to be kept: each a source to be measured, and an artefact. */
export class OfflineModels implements FittedModels {
  readonly sources: readonly BatchModelSource[];
  readonly #training: BatchTraining;
  #artefacts: readonly BatchArtefact[] = [];

  constructor(names: readonly BatchPlace[], training: BatchTraining) {
    this.#training = training;
    this.sources = names.map((name) => new BatchModelSource(name));
  }

  /** Those of the last `fit` that the catalogue allowed and the log sufficed for; none before. */
  get artefacts(): readonly BatchArtefact[] {
    return this.#artefacts;
  }

  /** Puts what was trained meanwhile, of the next round, in place. @throws BatchTrainingError */
  fit(): void {
    this.#artefacts = this.#training.wait();
    for (const artefact of this.#artefacts) {
      const source = this.sources.find(({ name }) => name === artefact.name);
      source?.use(modelOf(artefact), artefact.items);
    }
  }
}
