import type { PredictionBatches } from "./prediction-batches.ts";

/** The mean of each history's vectors, each step back counting `decay` less, and its gradients. */
export class HistoryMean {
  readonly #dims: number;
  readonly #length: number;
  /** decay^g by gap, and the sum of the first n of them. */
  readonly #shares: Float64Array;
  readonly #totals: Float64Array;

  constructor(options: { dims: number; length: number; decay: number }) {
    const { dims, length, decay } = options;
    this.#dims = dims;
    this.#length = length;
    this.#shares = Float64Array.from({ length }, (_, gap) => decay ** gap);
    this.#totals = new Float64Array(length + 1);
    for (let gap = 0; gap < length; gap++) {
      this.#totals[gap + 1] = this.#totals[gap]! + this.#shares[gap]!;
    }
  }

  /** Sets batch × dims means from vectors by place. */
  forward(batches: PredictionBatches, vectors: Float32Array, means: Float32Array): void {
    means.fill(0);
    this.#each(batches, (example, place, share) => {
      for (let d = 0; d < this.#dims; d++) {
        means[example + d] = means[example + d]! + share * vectors[place + d]!;
      }
    });
  }

  /** Adds to the gradients of vectors by place from those of the means. */
  backward(batches: PredictionBatches, means: Float32Array, vectors: Float32Array): void {
    this.#each(batches, (example, place, share) => {
      for (let d = 0; d < this.#dims; d++) {
        vectors[place + d] = vectors[place + d]! + share * means[example + d]!;
      }
    });
  }

  #each(
    { histories, lengths }: PredictionBatches,
    visit: (exampleAt: number, placeAt: number, share: number) => void,
  ): void {
    for (let example = 0; example < lengths.length; example++) {
      const count = lengths[example]!;
      for (let gap = 0; gap < count; gap++) {
        const place = histories[example * this.#length + gap]!;
        const share = this.#shares[gap]! / this.#totals[count]!;
        visit(example * this.#dims, place * this.#dims, share);
      }
    }
  }
}
