/** Scores to shares that sum to 1, in place. */
export function softmax(values: Float64Array, from: number, count: number, highest: number): void {
  let total = 0;
  for (let at = from; at < from + count; at++) {
    values[at] = Math.exp(values[at]! - highest);
    total += values[at]!;
  }
  for (let at = from; at < from + count; at++) values[at] = values[at]! / total;
}

/** Brings `dims` numbers to length 1 and returns the length that they had; zeros stay. */
export function normalise(values: Float32Array, at: number, dims: number): number {
  let squares = 0;
  for (let d = 0; d < dims; d++) squares += values[at + d]! ** 2;
  const norm = Math.sqrt(squares);
  if (norm === 0) return 1;
  for (let d = 0; d < dims; d++) values[at + d] = values[at + d]! / norm;
  return norm;
}

/** Turns the gradient of a unit vector into that of the vector before, of length `norm`. */
function backThroughLength(options: {
  unit: Float32Array;
  gradient: Float32Array;
  at: number;
  dims: number;
  norm: number;
}): void {
  const { unit, gradient, at, dims, norm } = options;
  let along = 0;
  for (let d = 0; d < dims; d++) along += gradient[at + d]! * unit[at + d]!;
  for (let d = 0; d < dims; d++) {
    gradient[at + d] = (gradient[at + d]! - along * unit[at + d]!) / norm;
  }
}

/** The rows of a matrix brought to length 1, and gradients through that. */
export class UnitRows {
  readonly #dims: number;
  readonly #norms: Float64Array;

  constructor(capacity: number, dims: number) {
    this.#dims = dims;
    this.#norms = new Float64Array(capacity);
  }

  forward(values: Float32Array, rows: number): void {
    const dims = this.#dims;
    for (let row = 0; row < rows; row++) this.#norms[row] = normalise(values, row * dims, dims);
  }

  /** Turns the gradients of what `forward` left into those of what it was given. */
  backward(unit: Float32Array, gradient: Float32Array, rows: number): void {
    const dims = this.#dims;
    for (let row = 0; row < rows; row++) {
      backThroughLength({ unit, gradient, at: row * dims, dims, norm: this.#norms[row]! });
    }
  }
}
