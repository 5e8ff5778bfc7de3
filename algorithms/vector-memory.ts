import { LINE_BYTES, type VectorKernel, vectorKernel } from "./vector-kernel.ts";
import { Instance, Memory, Module, PAGE_BYTES } from "./wasm/interface.ts";

/** Vectors that `dots` and `sum` take at a time; `dot` has the last place of the lists. */
export const MAX_LISTED = 63;
const NUMBER_BYTES = 4;
const LIST_BYTES = (MAX_LISTED + 1) * NUMBER_BYTES;
/** Where `list` and `numbers` lie, and their places for `dot`. */
const [LIST, NUMBERS] = [0, LIST_BYTES];
const [LAST_OF_LIST, LAST_OF_NUMBERS] = [LIST_BYTES - NUMBER_BYTES, 2 * LIST_BYTES - NUMBER_BYTES];
/** What one memory can hold: addresses have 32 bits. */
const MAX_BYTES = 2 ** 32;

const module = new Module(vectorKernel());

/**
 * Vectors of `dims` singles in a memory of WebAssembly, which grows without moving them, and what is
 * reckoned with them there, four numbers at a time: several times as quick as loops over typed
 * arrays, and alike bit by bit on every machine, as each sum has one order. Vectors are known by
 * their numbers, `first` and those that follow; whoever asks for others than were reserved gets what
 * is not meant, or a RuntimeError.
 */
export class VectorMemory {
  readonly dims: number;
  readonly first: number;
  /** Of a vector, with what fills its last line up. */
  readonly #bytes: number;
  readonly #memory: InstanceType<typeof Memory>;
  readonly #kernel: VectorKernel;
  #views: Views;

  constructor(dims: number) {
    this.dims = dims;
    this.#bytes = Math.ceil((dims * NUMBER_BYTES) / LINE_BYTES) * LINE_BYTES;
    // The lists lie where the vectors before would.
    this.first = Math.ceil((2 * LIST_BYTES) / this.#bytes);
    this.#memory = new Memory({ initial: 1 });
    this.#kernel = kernelOn(this.#memory);
    this.#views = viewsOf(this.#memory.buffer);
  }

  /** What `dots` and `sum` are about, MAX_LISTED at most; another array after `reserve`. */
  get list(): Uint32Array {
    return this.#views.list;
  }

  /** A number for each that is listed; another array after `reserve`. */
  get numbers(): Float32Array {
    return this.#views.numbers;
  }

  /** Makes room for so many vectors, new ones all 0. @throws RangeError where there is none */
  reserve(vectors: number): void {
    const bytes = (this.first + vectors) * this.#bytes;
    const pages = Math.ceil((bytes - this.#memory.buffer.byteLength) / PAGE_BYTES);
    if (pages <= 0) return;
    if (bytes > MAX_BYTES) throw new RangeError(`${vectors} vectors are more than a memory holds`);
    this.#memory.grow(pages);
    this.#views = viewsOf(this.#memory.buffer);
  }

  /** A view, valid until `reserve`: afterwards it is empty. */
  at(vector: number): Float32Array {
    return new Float32Array(this.#memory.buffer, vector * this.#bytes, this.dims);
  }

  /** Sets a vector to `dims` numbers. */
  put(vector: number, values: Float32Array): void {
    const { floats } = this.#views;
    const at = (vector * this.#bytes) / NUMBER_BYTES;
    for (let d = 0; d < this.dims; d++) floats[at + d] = values[d]!;
  }

  /** Copies a vector out. */
  copy(vector: number, into: Float32Array): void {
    const { floats } = this.#views;
    const at = (vector * this.#bytes) / NUMBER_BYTES;
    for (let d = 0; d < this.dims; d++) into[d] = floats[at + d]!;
  }

  /** numbers[i] ← list[i] · vector, for the first `count`. */
  dots(count: number, vector: number): void {
    if (count > 0) this.#kernel.dots(LIST, NUMBERS, count, vector, this.#bytes);
  }

  /** left · right */
  dot(left: number, right: number): number {
    const { list, numbers } = this.#views;
    list[MAX_LISTED] = left;
    this.#kernel.dots(LAST_OF_LIST, LAST_OF_NUMBERS, 1, right, this.#bytes);
    return numbers[MAX_LISTED]!;
  }

  /** into ← Σ numbers[i] · list[i], over the first `count`. */
  sum(count: number, into: number): void {
    if (count > 0) this.#kernel.sum(LIST, NUMBERS, count, into, this.#bytes);
    else this.at(into).fill(0);
  }

  /** into ← keep · into + factor · from, then made as short as `limit` where it is longer. */
  move(move: { into: number; from: number; keep: number; factor: number; limit?: number }): void {
    const { into, from, keep, factor, limit = Number.POSITIVE_INFINITY } = move;
    const squares = this.#kernel.move(into, from, this.#bytes, keep, factor);
    if (squares <= limit * limit) return;
    this.#kernel.move(into, into, this.#bytes, limit / Math.sqrt(squares), 0);
  }
}

interface Views {
  list: Uint32Array;
  numbers: Float32Array;
  floats: Float32Array;
}

function viewsOf(buffer: ArrayBuffer): Views {
  return {
    list: new Uint32Array(buffer, LIST, MAX_LISTED + 1),
    numbers: new Float32Array(buffer, NUMBERS, MAX_LISTED + 1),
    floats: new Float32Array(buffer),
  };
}

function kernelOn(memory: InstanceType<typeof Memory>): VectorKernel {
  const { f0, f1, f2 } = new Instance(module, { m: { m: memory } }).exports;
  return { dots: f0, sum: f1, move: f2 } as VectorKernel;
}
