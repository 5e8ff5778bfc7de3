import { dotAt } from "../vector.ts";
import { MatrixMemory } from "./matrix-memory.ts";

const ENOUGH = 1e-10;
/** Rows of the matrix that one product takes. */
const GRAM_ROWS = 1024;

/** What is solved for one row while the other side's vectors stand still. */
export interface LeastSquares {
  vectors: Float32Array;
  dims: number;
  /** dims × dims: what all pairs count, α₀ VᵀV. */
  gram: Float32Array;
  /** λ for a row that met so many. */
  penaltyOf: (met: number) => number;
}

/** VᵀV of `rows` vectors, dims × dims. */
export function gramOf(vectors: Float32Array, rows: number, dims: number): Float32Array {
  const memory = MatrixMemory.ofSingles([GRAM_ROWS * dims, dims * dims]);
  const part = memory.take(GRAM_ROWS * dims);
  const gram = memory.take(dims * dims);
  for (let from = 0; from < rows; from += GRAM_ROWS) {
    const count = Math.min(GRAM_ROWS, rows - from);
    part.set(vectors.subarray(from * dims, (from + count) * dims));
    const shape = { rows: dims, columns: dims, depth: count, transposed: true };
    memory.addProduct({ left: part, right: part, into: gram, ...shape });
  }
  return gram;
}

/**
 * Moves x towards the solution of (α₀ VᵀV + Σ_met v vᵀ + λI) x = Σ_met v by conjugate gradients
 * (Takács, Pilászy & Tikk, RecSys 2011), from where x is, in at most `steps`.
 * Returns the squared errors of what was met, as they were before.
 */
export function solveRow(
  problem: LeastSquares,
  met: Int32Array,
  x: Float32Array,
  steps: number,
): number {
  const { vectors, dims } = problem;
  const residual = new Float32Array(dims);
  let errors = 0;
  timesMatrix(problem, met, x, residual);
  for (let d = 0; d < dims; d++) residual[d] = -residual[d]!;
  for (const row of met) {
    errors += (1 - dotAt(x, 0, vectors, row * dims, dims)) ** 2;
    for (let d = 0; d < dims; d++) residual[d] = residual[d]! + vectors[row * dims + d]!;
  }
  const direction = residual.slice();
  const turned = new Float32Array(dims);
  let length = dotAt(residual, 0, residual, 0, dims);
  for (let step = 0; step < steps && length > ENOUGH; step++) {
    timesMatrix(problem, met, direction, turned);
    const share = length / dotAt(direction, 0, turned, 0, dims);
    for (let d = 0; d < dims; d++) {
      x[d] = x[d]! + share * direction[d]!;
      residual[d] = residual[d]! - share * turned[d]!;
    }
    const next = dotAt(residual, 0, residual, 0, dims);
    for (let d = 0; d < dims; d++) direction[d] = residual[d]! + (next / length) * direction[d]!;
    length = next;
  }
  return errors;
}

/** out = (α₀ VᵀV + Σ_met v vᵀ + λI) x. */
function timesMatrix(
  { vectors, dims, gram, penaltyOf }: LeastSquares,
  met: Int32Array,
  x: Float32Array,
  out: Float32Array,
): void {
  const penalty = penaltyOf(met.length);
  for (let d = 0; d < dims; d++) out[d] = penalty * x[d]! + dotAt(gram, d * dims, x, 0, dims);
  for (const row of met) {
    const along = dotAt(vectors, row * dims, x, 0, dims);
    for (let d = 0; d < dims; d++) out[d] = out[d]! + along * vectors[row * dims + d]!;
  }
}
