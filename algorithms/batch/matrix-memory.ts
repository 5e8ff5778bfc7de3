import { Instance, Memory, Module, PAGE_BYTES } from "../wasm/interface.ts";
import {
  COLUMN_BLOCK,
  double,
  kernelModule,
  type Precision,
  ROW_BLOCK,
  single,
} from "./matrix-kernel.ts";

type Kernel = (...parameters: readonly number[]) => void;
type Floats = Float32Array | Float64Array;
type FloatsOf<T> = new (buffer: ArrayBuffer, at: number, length: number) => T;

/** What every start is a multiple of, in numbers. */
const ALIGNMENT = 4;

/** into += left · right; all three lie in the memory, row by row. */
export interface Product<T extends Floats> {
  /** rows × depth; with `transposed`, depth × rows. */
  left: T;
  /** depth × columns. */
  right: T;
  /** rows × columns. */
  into: T;
  /** A multiple of ROW_BLOCK. */
  rows: number;
  /** A multiple of COLUMN_BLOCK. */
  columns: number;
  depth: number;
  transposed?: boolean;
}

/** Matrices that stand where the kernel reaches them. All are taken once, and let go together. */
export class MatrixMemory<T extends Floats> {
  readonly #bytes: number;
  readonly #kind: FloatsOf<T>;
  readonly #buffer: ArrayBuffer;
  readonly #kernel: Kernel;
  #taken = 0;

  private constructor(sizes: readonly number[], precision: Precision, kind: FloatsOf<T>) {
    const numbers = sizes.reduce((sum, size) => sum + aligned(size), 0);
    const pages = Math.ceil((numbers * precision.bytes) / PAGE_BYTES) + 1;
    const memory = new Memory({ initial: pages });
    const module = new Module(kernelModule(precision));
    this.#bytes = precision.bytes;
    this.#kind = kind;
    this.#buffer = memory.buffer;
    this.#kernel = new Instance(module, { m: { m: memory } }).exports.f0 as Kernel;
  }

  /** Room for matrices of these numbers of floats. */
  static ofSingles(sizes: readonly number[]): MatrixMemory<Float32Array> {
    return new MatrixMemory(sizes, single, Float32Array);
  }

  /** Room for matrices of these numbers of doubles. */
  static ofDoubles(sizes: readonly number[]): MatrixMemory<Float64Array> {
    return new MatrixMemory(sizes, double, Float64Array);
  }

  /** The next `size` numbers, all 0. */
  take(size: number): T {
    const values = new this.#kind(this.#buffer, this.#taken * this.#bytes, size);
    this.#taken += aligned(size);
    return values;
  }

  /** into += left · right. Throws RangeError where sizes do not fit: the kernel itself checks none. */
  addProduct(product: Product<T>): void {
    const { left, right, into, rows, columns, depth, transposed = false } = product;
    if (rows === 0 || columns === 0 || depth === 0) return;
    const fits =
      rows % ROW_BLOCK === 0 &&
      columns % COLUMN_BLOCK === 0 &&
      left.length >= rows * depth &&
      right.length >= depth * columns &&
      into.length >= rows * columns &&
      [left, right, into].every(({ buffer }) => buffer === this.#buffer);
    if (!fits) throw new RangeError(`a product of ${rows} × ${depth} × ${columns} does not fit`);
    this.#kernel(
      left.byteOffset,
      (transposed ? 1 : depth) * this.#bytes,
      (transposed ? rows : 1) * this.#bytes,
      right.byteOffset,
      into.byteOffset,
      rows,
      columns * this.#bytes,
      depth,
    );
  }
}

/** The next multiple of ROW_BLOCK. */
export function paddedRows(rows: number): number {
  return Math.ceil(rows / ROW_BLOCK) * ROW_BLOCK;
}

/** The next multiple of COLUMN_BLOCK. */
export function paddedColumns(columns: number): number {
  return Math.ceil(columns / COLUMN_BLOCK) * COLUMN_BLOCK;
}

/** Throws RangeError, with its name, for a size that is not a positive multiple of its block. */
export function requireBlocks(sizes: {
  rows: Readonly<Record<string, number>>;
  columns: Readonly<Record<string, number>>;
}): void {
  for (const [kind, block] of [
    ["rows", ROW_BLOCK],
    ["columns", COLUMN_BLOCK],
  ] as const) {
    for (const [name, size] of Object.entries(sizes[kind])) {
      if (size > 0 && size % block === 0) continue;
      throw new RangeError(`${name} must be a multiple of ${block} above 0, not ${size}`);
    }
  }
}

/** target (columns × rows) = source (rows × columns) with rows and columns exchanged. */
export function transpose(options: {
  source: Float32Array;
  target: Float32Array;
  rows: number;
  columns: number;
}): void {
  const { source, target, rows, columns } = options;
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    for (let column = 0; column < columns; column++) {
      target[column * rows + row] = source[from + column]!;
    }
  }
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
