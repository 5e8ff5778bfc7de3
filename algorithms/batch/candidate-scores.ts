import { type MatrixMemory, paddedColumns, transpose } from "./matrix-memory.ts";
import { type SharedSoftmax, sharedSoftmax } from "./shared-softmax.ts";

/** The form of the largest comparison. */
interface ScoresShape {
  /** Examples, a multiple of 4. */
  batch: number;
  /** The most candidates, a multiple of 8. */
  width: number;
  dims: number;
}

/** What is right and what counts how much; see SharedSoftmax. */
export type Comparison = Pick<
  SharedSoftmax,
  "candidates" | "corrections" | "targets" | "starts" | "weights"
>;

/** Every example of a step against every candidate, and back. */
export class CandidateScores {
  readonly #memory: MatrixMemory<Float32Array>;
  readonly #shape: ScoresShape;
  readonly #turned: Float32Array;
  readonly #scores: Float32Array;

  static sizes({ batch, width, dims }: ScoresShape): number[] {
    return [dims * width, batch * width];
  }

  constructor(memory: MatrixMemory<Float32Array>, shape: ScoresShape) {
    const { batch, width, dims } = shape;
    this.#memory = memory;
    this.#shape = shape;
    this.#turned = memory.take(dims * width);
    this.#scores = memory.take(batch * width);
  }

  /**
   * The softmax of scale · (sessions · itemsᵀ) with its corrections: sets the sessions' gradients,
   * adds to the items', and returns the loss. Items beyond the candidates have no part in it.
   */
  compare(options: {
    comparison: Comparison;
    /** batch × dims. */
    sessions: Float32Array;
    sessionGradients: Float32Array;
    /** By place, `dims` each; as many as there are candidates, made up to a multiple of 8. */
    items: Float32Array;
    itemGradients: Float32Array;
    scale: number;
  }): number {
    const { comparison, sessions, sessionGradients, items, itemGradients, scale } = options;
    const { batch, dims } = this.#shape;
    const width = paddedColumns(comparison.candidates);
    const scores = this.#scores.fill(0, 0, batch * width);
    transpose({ source: items, target: this.#turned, rows: width, columns: dims });
    this.#memory.addProduct({
      ...{ left: sessions, right: this.#turned, into: scores },
      ...{ rows: batch, columns: width, depth: dims },
    });
    const loss = sharedSoftmax({ scores, rows: batch, width, scale, ...comparison });
    sessionGradients.fill(0);
    this.#memory.addProduct({
      ...{ left: scores, right: items, into: sessionGradients },
      ...{ rows: batch, columns: dims, depth: width },
    });
    this.#memory.addProduct({
      ...{ left: scores, right: sessions, into: itemGradients },
      ...{ rows: width, columns: dims, depth: batch, transposed: true },
    });
    return loss;
  }
}
