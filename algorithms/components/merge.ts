import type { FactorRecord } from "@slipstream/contracts/factors";
import { initialVectors } from "../item-table.ts";

/** The two vectors of an item. */
export type Vectors = Pick<FactorRecord, "input" | "output">;

/**
 * What several writers have learnt of one item, one component each, is one value:
 *
 *   v = v₀ + Σ (c − v₀)
 *
 * v₀ being where every item starts (`initialVectors` of its id), so that a component alone is the
 * value itself, bit by bit. Every writer learns on v and adds its steps to its own component, as
 * workers do to a parameter server's table (Li et al., OSDI 2014), without one in the middle.
 * Biases and versions, which start from 0, add up; popularities are log2 of counts that add up.
 * The sum is taken in double precision in the order given, so that whoever has the same components
 * in the same order has the same bits. Writes into `out`; `components` are at least one.
 */
export function mergeInto(
  out: FactorRecord,
  start: Vectors,
  components: readonly FactorRecord[],
): FactorRecord {
  const first = components[0]!;
  out.itemId = first.itemId;
  out.index = first.index;
  out.version = 0;
  out.bias = 0;
  out.popularity = Number.NEGATIVE_INFINITY;
  for (const { version, popularity, bias } of components) {
    out.version += version;
    out.bias += bias;
    out.popularity = addLevels(out.popularity, popularity);
  }
  out.bias = Math.fround(out.bias);
  sumInto(
    out.input,
    start.input,
    components.map(({ input }) => input),
  );
  sumInto(
    out.output,
    start.output,
    components.map(({ output }) => output),
  );
  return out;
}

/** `mergeInto` a record of its own; a component alone is answered as it is. */
export function mergeComponents(components: readonly FactorRecord[]): FactorRecord {
  const first = components[0]!;
  if (components.length === 1) return first;
  const dims = first.input.length;
  return mergeInto(startOf(first.itemId, dims), startOf(first.itemId, dims), components);
}

/** The component of a writer that has learnt nothing of an item. */
export function startOf(itemId: string, dims: number): FactorRecord {
  return {
    ...{ itemId, index: 0, version: 0, bias: 0, popularity: Number.NEGATIVE_INFINITY },
    ...initialVectors({ itemId, dims }),
  };
}

/**
 * Our own component after steps that took the merged value to `merged`: what of it is not `others'`.
 * Vectors and bias go only `share` of the way there; 1 is all of it.
 */
export function splitInto(
  own: FactorRecord,
  start: Vectors,
  moved: { merged: FactorRecord; others: readonly FactorRecord[]; share: number },
): void {
  const { merged, others, share } = moved;
  own.version = merged.version;
  let bias = merged.bias;
  for (const other of others) {
    own.version -= other.version;
    bias -= other.bias;
  }
  own.bias = Math.fround(own.bias + share * (bias - own.bias));
  const inputs = others.map(({ input }) => input);
  takeInto(own.input, { merged: merged.input, start: start.input, share }, inputs);
  const outputs = others.map(({ output }) => output);
  takeInto(own.output, { merged: merged.output, start: start.output, share }, outputs);
}

/** log2(2^left + 2^right); −Infinity stands for nothing. */
export function addLevels(left: number, right: number): number {
  if (left === Number.NEGATIVE_INFINITY) return right;
  if (right === Number.NEGATIVE_INFINITY) return left;
  const high = Math.max(left, right);
  return high + Math.log2(2 ** (left - high) + 2 ** (right - high));
}

/** log2(2^left − 2^right); −Infinity where nothing is left. */
export function subtractLevels(left: number, right: number): number {
  return left > right ? left + Math.log2(1 - 2 ** (right - left)) : Number.NEGATIVE_INFINITY;
}

function sumInto(out: Float32Array, start: Float32Array, parts: readonly Float32Array[]): void {
  const [first, second] = parts;
  if (first === undefined || second === undefined) out.set(first ?? start);
  else if (parts.length === 2) pairInto(out, start, { first, second });
  else {
    for (let d = 0; d < out.length; d++) {
      let value = start[d]!;
      for (const part of parts) value += part[d]! - start[d]!;
      out[d] = value;
    }
  }
}

/** The same of two parts, which is what nearly all have that have several: ten times as fast. */
function pairInto(
  out: Float32Array,
  start: Float32Array,
  { first, second }: { first: Float32Array; second: Float32Array },
): void {
  for (let d = 0; d < out.length; d++) {
    const from = start[d]!;
    out[d] = from + (first[d]! - from) + (second[d]! - from);
  }
}

function takeInto(
  own: Float32Array,
  { merged, start, share }: { merged: Float32Array; start: Float32Array; share: number },
  others: readonly Float32Array[],
): void {
  const [only] = others;
  if (only !== undefined && others.length === 1) {
    takeOneInto(own, { merged, start, share }, only);
    return;
  }
  for (let d = 0; d < own.length; d++) {
    let value = merged[d]!;
    for (const other of others) value -= other[d]! - start[d]!;
    own[d] = own[d]! + share * (value - own[d]!);
  }
}

function takeOneInto(
  own: Float32Array,
  { merged, start, share }: { merged: Float32Array; start: Float32Array; share: number },
  other: Float32Array,
): void {
  for (let d = 0; d < own.length; d++) {
    const value = merged[d]! - (other[d]! - start[d]!);
    own[d] = own[d]! + share * (value - own[d]!);
  }
}
