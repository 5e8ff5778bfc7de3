import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import { batchPlaces } from "@slipstream/algorithms/engine/standard";
import { BatchModelSource } from "@slipstream/algorithms/sources/batch-model";
import { modelOf, trainBatchModel } from "./batch-artefact.ts";

/** Models that learn in batch of all that was taught. */
export interface FittedModels {
  readonly sources: readonly BatchModelSource[];
  fit(interactions: Interactions): void;
}

/** All models that learn in batch, each in its place among the sources, trained as they are to be kept. */
export class BatchModels implements FittedModels {
  readonly sources = batchPlaces.map((name) => new BatchModelSource(name));

  /** Trains each that the catalogue allows and puts it in place. */
  fit(interactions: Interactions): void {
    batchPlaces.forEach((name, index) => {
      const artefact = trainBatchModel(name, interactions);
      if (artefact !== undefined) this.sources[index]!.use(modelOf(artefact), artefact.items);
    });
  }
}
