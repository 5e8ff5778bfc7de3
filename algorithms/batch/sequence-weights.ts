import { type Random, randomFrom } from "../random.ts";

/** The form of a sequence model. */
export interface SequenceShape {
  items: number;
  /** Numbers of an item's vector, a multiple of 8. */
  dims: number;
  /** Numbers that attention is worked out with, a multiple of 4. */
  width: number;
  /** Items of the history that count. */
  length: number;
  /** What a cosine is multiplied by before the softmax. */
  scale: number;
}

/** All that a sequence model learns. */
export interface SequenceWeights {
  /** items × dims, of any length: the model compares directions. */
  vectors: Float32Array;
  /** dims × (width keys, then width queries). */
  attention: Float32Array;
  /** length × width: what a place in the history adds. */
  places: Float32Array;
  /** width: how each hidden unit speaks for an item. */
  voice: Float32Array;
  /** length: what each place counts before its item is looked at. */
  recency: Float32Array;
  /** (dims of the last item, then dims of the sum) × dims. */
  mix: Float32Array;
}

/** How much less each step back counts before anything is learnt. */
const FIRST_RECENCY = 0.4;
const FIRST_ATTENTION = 0.5;

/** Numbers of each part, in the order in which files hold them. */
export function sequenceSizes({ items, dims, width, length }: SequenceShape) {
  return {
    vectors: items * dims,
    attention: dims * 2 * width,
    places: length * width,
    voice: width,
    recency: length,
    mix: 2 * dims * dims,
  };
}

/** A model that knows nothing: random directions, and a session that is mostly its last items. */
export function firstSequenceWeights(shape: SequenceShape, seed: number): SequenceWeights {
  const sizes = sequenceSizes(shape);
  const random = randomFrom([seed, 0]);
  return {
    vectors: noise(sizes.vectors, Math.sqrt(3 / shape.dims), random),
    attention: noise(sizes.attention, FIRST_ATTENTION, random),
    places: noise(sizes.places, FIRST_ATTENTION, random),
    voice: noise(sizes.voice, FIRST_ATTENTION, random),
    recency: Float32Array.from({ length: shape.length }, (_, place) => -FIRST_RECENCY * place),
    mix: new Float32Array(sizes.mix),
  };
}

/** Uniform between −limit and limit. */
function noise(count: number, limit: number, random: Random): Float32Array {
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) values[at] = limit * (2 * random.unit() - 1);
  return values;
}
