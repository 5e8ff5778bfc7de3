/**
 * A stream of pseudo-random numbers: sfc32 of Chris Doty-Humphrey (PractRand), 128 bits of state.
 * The same seed gives the same stream on every machine. Not for secrets.
 */
export interface Random {
  /** The next 32 random bits, 0 … 2^32 − 1. */
  uint32(): number;
  /** The next number in [0, 1), a multiple of 2^−32. */
  unit(): number;
  /** The next integer in 0 … bound − 1, by multiply and shift; bound is at least 1. */
  below(bound: number): number;
}

const WARM_UP_ROUNDS = 12;
const TWO_TO_32 = 4294967296;

class SmallFastCounter implements Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(state: { a: number; b: number; c: number }) {
    this.#a = state.a | 0;
    this.#b = state.b | 0;
    this.#c = state.c | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.uint32();
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  unit(): number {
    return this.uint32() / TWO_TO_32;
  }

  below(bound: number): number {
    return Math.floor(this.unit() * bound);
  }
}

/**
 * A generator seeded by a list of non-negative integers up to 2^53 (for example shop hash,
 * partition, stream sequence). Lists that differ in any part, or in length, give unrelated streams.
 */
export function randomFrom(seedParts: readonly number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seedParts.length;
  for (const part of seedParts) {
    a = mix(a ^ (part >>> 0));
    b = mix(b ^ Math.floor(part / TWO_TO_32) ^ a);
    c = mix((c + a) ^ b);
  }
  return new SmallFastCounter({ a, b, c });
}

/** Murmur3's 32-bit finaliser. */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
