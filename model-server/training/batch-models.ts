import { Ease } from "@slipstream/algorithms/batch/ease";
import type { Interactions } from "@slipstream/algorithms/batch/interactions";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { BatchModelSource } from "@slipstream/algorithms/sources/batch-model";

/** Catalogues up to which EASE is trained: its matrix is inverted whole. */
export const EASE_ITEMS = 4_000;
/** Pairs of neighbours below which a log is small: it is gone through more often, with more left out. */
const SMALL_PAIRS = 300_000;
const smallTraining = { epochs: 10, dropout: 0.4 };
const largeTraining = { epochs: 6, dropout: 0.2 };
const easeTraining = { regularisation: 300, recency: 0.85 };
/** Sessions that are learnt from: the last ones. */
const MAX_PAIRS = 800_000;

/** Models that learn in batch of all that was taught. */
export interface FittedModels {
  readonly sources: readonly BatchModelSource[];
  fit(interactions: Interactions): void;
}

/** The models that learn in batch, each in its place among the sources. */
export class BatchModels implements FittedModels {
  readonly ease = new BatchModelSource("ease");
  readonly sequence = new BatchModelSource("sequence");

  get sources(): BatchModelSource[] {
    return [this.ease, this.sequence];
  }

  /** Trains each that the catalogue allows and puts it in place. */
  fit(interactions: Interactions): void {
    const recent = { ...interactions, sequences: lastPairs(interactions.sequences, MAX_PAIRS) };
    if (recent.sequences.length < 20) return;
    if (interactions.items <= EASE_ITEMS)
      this.ease.use(Ease.train(recent, easeTraining), recent.items);
    const training = pairsOf(recent.sequences) < SMALL_PAIRS ? smallTraining : largeTraining;
    this.sequence.use(trainSequenceModel(recent, { seed: 1, ...training }), recent.items);
  }
}

export function pairsOf(sequences: readonly Int32Array[]): number {
  return sequences.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
}

export function lastPairs(sequences: readonly Int32Array[], limit: number): readonly Int32Array[] {
  let first = sequences.length;
  for (let pairs = 0; first > 0 && pairs < limit; first--)
    pairs += sequences[first - 1]!.length - 1;
  return sequences.slice(first);
}
