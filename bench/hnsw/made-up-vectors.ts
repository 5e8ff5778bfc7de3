import type { Random } from "@slipstream/algorithms/random";
import { randomFrom } from "@slipstream/algorithms/random";
import { normAt, unit } from "@slipstream/algorithms/vector";

export const DIMS = 64;

/** Rows of 64 numbers like a shop's learnt vectors, and what goes with them. */
export interface MadeUpVectors {
  count: number;
  /** `count` rows of DIMS numbers, not of unit length. */
  rows: Float32Array;
  /** Rows that a session goes through, oldest first. */
  session(): number[];
  /** A session's vector at unit length. */
  query(): Float32Array;
  /** Where a row has gone after its learner's next lesson: a copy, as long as before. */
  drifted(row: number): Float32Array;
}

const TOPICS = 40;
const ITEMS_PER_CLUSTER = 200;
/** Lengths of what a topic, a cluster and an item itself add to an item's vector. */
const TOPIC_LENGTH = 1;
const CLUSTER_LENGTH = 0.8;
const ITEM_LENGTH = 1.5;
/** Popularity is Zipf's: the item at place r has weight 1 / (r + 1)^this. */
const POPULARITY_EXPONENT = 0.8;
const LONGEST_SESSION = 8;
const SAME_CLUSTER = 0.7;
const SAME_TOPIC = 0.9;
/** Weight of a session's item, for each newer one. */
const AGE_DECAY = 0.7;
/** Half of the moves turn a vector further than cosine 0.98 (0.2 across), one in ten far away. */
const DRIFT_MEDIAN = 0.2;
const DRIFT_SPREAD = 0.6;
const LEAP_SHARE = 0.1;
const LEAP = 0.8;

/**
 * Vectors as factorisation leaves them: topics, clusters in them, items around those; the early
 * dimensions carry more than the late; popular items are longer. Queries are not noise but sessions:
 * one to eight items by popularity, mostly of one cluster, now and then of another, the newest
 * counting most. The same seed, the same numbers.
 */
export function madeUpVectors(count: number, seed: number): MadeUpVectors {
  const random = randomFrom([seed, count]);
  const clusters = Math.max(TOPICS, Math.round(count / ITEMS_PER_CLUSTER));
  const topics = Array.from({ length: TOPICS }, () => gaussian(random, TOPIC_LENGTH));
  const centres = Array.from({ length: clusters }, (_, cluster) =>
    sum(topics[cluster % TOPICS]!, gaussian(random, CLUSTER_LENGTH)),
  );
  const rows = new Float32Array(count * DIMS);
  const members: number[][] = centres.map(() => []);
  const clusterOf = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    // Squared: some clusters are far larger than others.
    const cluster = Math.floor(random.unit() ** 2 * clusters);
    members[cluster]!.push(row);
    clusterOf[row] = cluster;
    const around = sum(centres[cluster]!, gaussian(random, ITEM_LENGTH));
    const length = lengthOf(row, count) / normAt(around, 0, DIMS);
    for (let d = 0; d < DIMS; d++) rows[row * DIMS + d] = around[d]! * length;
  }
  const nextOf = (row: number): number => {
    const chance = random.unit();
    if (chance > SAME_TOPIC) return popular(random, count);
    const own = clusterOf[row]!;
    const sameTopic = own % TOPICS === 0 ? own : (own + TOPICS) % clusters;
    const from = members[chance < SAME_CLUSTER ? own : sameTopic]!;
    return from[popular(random, from.length)] ?? row;
  };
  const session = () => walk(popular(random, count), nextOf, random);
  const query = () => blend(rows, session());
  const drifted = (row: number) => {
    const vector = rows.slice(row * DIMS, (row + 1) * DIMS);
    const length = normAt(vector, 0, DIMS);
    const across = DRIFT_MEDIAN * Math.exp(DRIFT_SPREAD * normal(random));
    const step = random.unit() < LEAP_SHARE ? LEAP : across;
    const moved = sum(vector, gaussian(random, step * length));
    const scale = length / normAt(moved, 0, DIMS);
    return moved.map((value) => value * scale);
  };
  return { count, rows, session, query, drifted };
}

/** Rows are in order of popularity: the first is longest. */
function lengthOf(row: number, count: number): number {
  return 0.5 + 2.5 * (1 - Math.log1p(row) / Math.log1p(count));
}

/** A place of 0 … count − 1, low ones more often, by the inverse of Zipf's distribution. */
function popular(random: Random, count: number): number {
  const exponent = 1 - POPULARITY_EXPONENT;
  const top = (count + 1) ** exponent - 1;
  const place = Math.floor((1 + random.unit() * top) ** (1 / exponent)) - 1;
  return Math.min(count - 1, place);
}

function walk(first: number, nextOf: (row: number) => number, random: Random): number[] {
  const visited: number[] = [];
  let row = first;
  for (let left = 1 + random.below(LONGEST_SESSION); left > 0; left--) {
    visited.push(row);
    row = nextOf(row);
  }
  return visited;
}

function blend(rows: Float32Array, visited: readonly number[]): Float32Array {
  const vector = new Float32Array(DIMS);
  for (const row of visited) {
    for (let d = 0; d < DIMS; d++) vector[d] = vector[d]! * AGE_DECAY + rows[row * DIMS + d]!;
  }
  return unit(vector);
}

/** A random direction, about `length` long, whose early dimensions carry more. */
function gaussian(random: Random, length: number): Float32Array {
  const vector = Float32Array.from(
    { length: DIMS },
    (_, d) => normal(random) / Math.sqrt(1 + d / 32),
  );
  const scale = length / normAt(vector, 0, DIMS);
  return vector.map((value) => value * scale);
}

/** Box and Muller. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.unit()));
  return radius * Math.cos(2 * Math.PI * random.unit());
}

function sum(left: Float32Array, right: Float32Array): Float32Array {
  return left.map((value, d) => value + right[d]!);
}
