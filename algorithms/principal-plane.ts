import { dotAt } from "./vector.ts";

/** Rounds of power iteration at most for one axis; it ends earlier once the axis rests. */
const MAX_ROUNDS = 300;
const RESTING = 1e-9;

/** The plane through a cloud of points in which they lie widest. */
export interface PrincipalPlane {
  mean: Float32Array;
  /** Two directions of unit length, at right angles; the cloud is widest along the first. */
  axes: [Float32Array, Float32Array];
  /** Brings the cloud it was made from into −1 … 1. */
  scale: number;
}

/**
 * The first two principal components (Pearson 1901) of `count` points of `dims` numbers, one after
 * the other in `points`: eigenvectors of the covariance by power iteration, the second after the
 * first is taken out. The same points give the same plane: an axis points to where its greatest
 * number is positive. Points without any spread give axes of zeros.
 */
export function principalPlane(points: Float32Array, dims: number): PrincipalPlane {
  const count = Math.floor(points.length / dims);
  const mean = meanOf(points, count, dims);
  const covariance = covarianceOf(points, mean, count);
  const first = leadingAxis(covariance, dims);
  takeOut(covariance, first, dims);
  const second = leadingAxis(covariance, dims);
  const plane: PrincipalPlane = { mean, axes: [first, second], scale: 1 };
  let reach = 0;
  for (let at = 0; at < count; at++) {
    const { x, y } = onPlane(plane, points, at * dims);
    reach = Math.max(reach, Math.abs(x), Math.abs(y));
  }
  return { ...plane, scale: reach > 0 ? 1 / reach : 1 };
}

/** Where a point of `values` from `at` falls on the plane. */
export function onPlane(
  { mean, axes, scale }: PrincipalPlane,
  values: Float32Array,
  at = 0,
): { x: number; y: number } {
  const dims = mean.length;
  const along = (axis: Float32Array) =>
    scale * (dotAt(values, at, axis, 0, dims) - dotAt(mean, 0, axis, 0, dims));
  return { x: along(axes[0]), y: along(axes[1]) };
}

function meanOf(points: Float32Array, count: number, dims: number): Float32Array {
  const mean = new Float32Array(dims);
  for (let at = 0; at < count; at++) {
    for (let d = 0; d < dims; d++) mean[d] = mean[d]! + points[at * dims + d]! / count;
  }
  return mean;
}

/** Row-major, `dims` × `dims`. */
function covarianceOf(points: Float32Array, mean: Float32Array, count: number): Float64Array {
  const dims = mean.length;
  const covariance = new Float64Array(dims * dims);
  const centred = new Float64Array(dims);
  for (let at = 0; at < count; at++) {
    for (let d = 0; d < dims; d++) centred[d] = points[at * dims + d]! - mean[d]!;
    for (let row = 0; row < dims; row++) {
      const value = centred[row]! / count;
      for (let d = 0; d < dims; d++) {
        covariance[row * dims + d] = covariance[row * dims + d]! + value * centred[d]!;
      }
    }
  }
  return covariance;
}

function leadingAxis(matrix: Float64Array, dims: number): Float32Array {
  // Not at right angles to anything in particular.
  let axis = Float64Array.from({ length: dims }, (_, d) => 1 + d / dims);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = new Float64Array(dims);
    for (let row = 0; row < dims; row++) {
      for (let d = 0; d < dims; d++) next[row] = next[row]! + matrix[row * dims + d]! * axis[d]!;
    }
    const length = Math.hypot(...next);
    if (!(length > 0)) return new Float32Array(dims);
    let moved = 0;
    for (let d = 0; d < dims; d++) {
      next[d] = next[d]! / length;
      moved = Math.max(moved, Math.abs(next[d]! - axis[d]!));
    }
    axis = next;
    if (moved < RESTING) break;
  }
  const greatest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
  return Float32Array.from(axis, (value) => (greatest < 0 ? -value : value));
}

/** matrix ← matrix − λ v vᵀ for a unit eigenvector v: only its own part goes. */
function takeOut(matrix: Float64Array, axis: Float32Array, dims: number): void {
  let value = 0;
  for (let row = 0; row < dims; row++) {
    for (let d = 0; d < dims; d++) value += axis[row]! * matrix[row * dims + d]! * axis[d]!;
  }
  for (let row = 0; row < dims; row++) {
    for (let d = 0; d < dims; d++) {
      matrix[row * dims + d] = matrix[row * dims + d]! - value * axis[row]! * axis[d]!;
    }
  }
}
