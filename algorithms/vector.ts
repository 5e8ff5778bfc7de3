/** A run of `dims` numbers inside a larger typed array, starting at `at`. */
export interface Span {
  values: Float32Array;
  at: number;
}

/** Σ left_i · right_i over `dims` numbers, summed in double precision. */
export function dot(left: Span, right: Span, dims: number): number {
  return dotAt(left.values, left.at, right.values, right.at, dims);
}

/** `dot` without objects, for inner loops. Unrolling it by four measured no faster. */
export function dotAt(
  left: Float32Array,
  leftAt: number,
  right: Float32Array,
  rightAt: number,
  dims: number,
): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += left[leftAt + d]! * right[rightAt + d]!;
  return sum;
}

/** Euclidean length of `dims` numbers from `at`. */
export function normAt(values: Float32Array, at: number, dims: number): number {
  return Math.sqrt(dotAt(values, at, values, at, dims));
}

/** Cosine of the angle between two spans; 0 when either has no length. */
export function cosine(left: Span, right: Span, dims: number): number {
  const scale = normAt(left.values, left.at, dims) * normAt(right.values, right.at, dims);
  return scale > 0 ? dot(left, right, dims) / scale : 0;
}

/** target ← target + factor · source, over `dims` numbers. */
export function axpy(factor: number, source: Span, target: Span, dims: number): void {
  for (let d = 0; d < dims; d++) {
    target.values[target.at + d] =
      target.values[target.at + d]! + factor * source.values[source.at + d]!;
  }
}

/** A copy of unit length; a vector without length, or not finite, gives zeros. */
export function unit(values: Float32Array): Float32Array {
  const length = normAt(values, 0, values.length);
  const copy = new Float32Array(values.length);
  if (!(length > 0) || !Number.isFinite(length)) return copy;
  for (let d = 0; d < copy.length; d++) copy[d] = values[d]! / length;
  return copy;
}

/** True when every number is finite and no further from 0 than `limit`. */
export function allWithin(values: Float32Array, limit: number): boolean {
  for (let d = 0; d < values.length; d++) if (!(Math.abs(values[d]!) <= limit)) return false;
  return true;
}

/** True when every number is finite. */
export function allFinite(values: Float32Array): boolean {
  for (let d = 0; d < values.length; d++) if (!Number.isFinite(values[d]!)) return false;
  return true;
}
