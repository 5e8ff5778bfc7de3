import type { FactorRecord } from "@slipstream/contracts/factors";
import { stableHash } from "@slipstream/contracts/partition";
import { randomFrom } from "./random.ts";
import { allFinite, allWithin, normAt } from "./vector.ts";
import { VectorMemory } from "./vector-memory.ts";

/** Half the width of the uniform noise that a new item's vectors start from. */
const INITIAL_NOISE = 0.05;
const FIRST_CAPACITY = 1024;
/** Items that one table may hold: of 64 dimensions their vectors nearly fill a memory. */
const MAX_ITEMS = 8_000_000;
/** What no number of a factor ever comes near: sums of squares of such ones are finite singles. */
const MAX_FACTOR = 1e6;
/** Vectors besides those of the items, for who reckons with them. */
const WORK_VECTORS = 8;

/** A record that does not fit the table: it is refused whole. */
export class FactorRestoreError extends Error {
  override readonly name = "FactorRestoreError";
  readonly code: "dimensions" | "not_finite" | "index_taken" | "index_range";

  constructor(code: FactorRestoreError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * What is learnt of every item, in arrays that grow, one row each: input vector a, output vector b,
 * bias, version. A row is the item's order of arrival and part of its record, so rows are the same
 * after any restore, in whatever order the records come.
 */
export class ItemTable {
  readonly dims: number;
  /** Where the vectors lie: those of a row are `inputOf` and `outputOf` it. */
  readonly vectors: VectorMemory;
  biases: Float32Array;
  #versions: Uint32Array;
  readonly #ids: (string | undefined)[] = [];
  readonly #rows = new Map<string, number>();
  /** Rows below this are taken. */
  #full = 0;
  #workVectors = 0;

  constructor(dims: number) {
    this.dims = dims;
    this.vectors = new VectorMemory(dims);
    this.vectors.reserve(WORK_VECTORS + 2 * FIRST_CAPACITY);
    this.biases = new Float32Array(FIRST_CAPACITY);
    this.#versions = new Uint32Array(FIRST_CAPACITY);
  }

  /** A vector of `vectors` for whoever reckons with those of items; there are WORK_VECTORS. */
  takeWorkVector(): number {
    if (this.#workVectors === WORK_VECTORS) throw new RangeError("no work vector is left");
    return this.vectors.first + this.#workVectors++;
  }

  /** Rows in use, holes of a restore that is not finished included. */
  get rowCount(): number {
    return this.#ids.length;
  }

  get size(): number {
    return this.#rows.size;
  }

  rowOf(itemId: string): number | undefined {
    return this.#rows.get(itemId);
  }

  idOf(row: number): string | undefined {
    return this.#ids[row];
  }

  versionOf(row: number): number {
    return this.#versions[row]!;
  }

  /** Counts one change of a row. */
  bump(row: number): void {
    this.#versions[row] = this.#versions[row]! + 1;
  }

  /** The row of an item; a new item gets the next row and its initial vectors. */
  ensure(itemId: string, prior?: Float32Array): number {
    const known = this.#rows.get(itemId);
    if (known !== undefined) return known;
    const row = this.#ids.length;
    this.#claim(itemId, row);
    const { input, output } = initialVectors({ itemId, dims: this.dims, prior });
    this.vectors.put(this.inputOf(row), input);
    this.vectors.put(this.outputOf(row), output);
    return row;
  }

  /**
   * Puts values that somebody else has learnt: at the item's row, or where it has none at the first
   * free one, whatever `record.index` says. @throws FactorRestoreError, changing nothing.
   */
  adopt(record: FactorRecord): number {
    const known = this.#rows.get(record.itemId);
    return this.restore({ ...record, index: known ?? this.#firstFree() });
  }

  inputOf(row: number): number {
    return this.vectors.first + WORK_VECTORS + 2 * row;
  }

  outputOf(row: number): number {
    return this.inputOf(row) + 1;
  }

  /** Views, not copies: valid until the table grows. */
  inputAt(row: number): Float32Array {
    return this.vectors.at(this.inputOf(row));
  }

  outputAt(row: number): Float32Array {
    return this.vectors.at(this.outputOf(row));
  }

  /**
   * Puts a record at its row, over an older state of the same item.
   * @throws FactorRestoreError and changes nothing when it does not fit.
   */
  restore(record: FactorRecord): number {
    this.#check(record);
    const row = record.index;
    if (this.#ids[row] === undefined) this.#claim(record.itemId, row);
    this.vectors.put(this.inputOf(row), record.input);
    this.vectors.put(this.outputOf(row), record.output);
    this.biases[row] = record.bias;
    this.#versions[row] = record.version;
    return row;
  }

  /** Rows are only ever taken, so that what was looked through stays full. */
  #firstFree(): number {
    while (this.#ids[this.#full] !== undefined) this.#full++;
    return this.#full;
  }

  #check(record: FactorRecord): void {
    const { itemId, index } = record;
    if (record.input.length !== this.dims || record.output.length !== this.dims) {
      throw new FactorRestoreError(
        "dimensions",
        `${itemId}: vectors are not of ${this.dims} numbers`,
      );
    }
    if (!isFactor(record)) {
      throw new FactorRestoreError(
        "not_finite",
        `${itemId}: a factor is not finite, or far too large`,
      );
    }
    if (!Number.isInteger(index) || index < 0 || index >= MAX_ITEMS) {
      throw new FactorRestoreError("index_range", `${itemId}: index ${index} is out of range`);
    }
    const holder = this.#ids[index];
    if ((holder ?? itemId) !== itemId || (this.#rows.get(itemId) ?? index) !== index) {
      throw new FactorRestoreError(
        "index_taken",
        `${itemId}: index ${index} is held by ${holder ?? "nobody"}, its own is ${this.#rows.get(itemId)}`,
      );
    }
  }

  #claim(itemId: string, row: number): void {
    if (row >= MAX_ITEMS) throw new RangeError(`a table holds at most ${MAX_ITEMS} items`);
    if (row >= this.biases.length) this.#grow(row + 1);
    while (this.#ids.length <= row) this.#ids.push(undefined);
    this.#ids[row] = itemId;
    this.#rows.set(itemId, row);
  }

  #grow(needed: number): void {
    let capacity = this.biases.length;
    while (capacity < needed) capacity *= 2;
    capacity = Math.min(capacity, MAX_ITEMS);
    this.vectors.reserve(WORK_VECTORS + 2 * capacity);
    this.biases = grown(this.biases, new Float32Array(capacity));
    this.#versions = grown(this.#versions, new Uint32Array(capacity));
  }
}

/** Whether sums over a record's numbers stay finite. */
export function isFactor({ input, output, bias }: FactorRecord): boolean {
  const isWithin = Math.abs(bias) <= MAX_FACTOR;
  return isWithin && allWithin(input, MAX_FACTOR) && allWithin(output, MAX_FACTOR);
}

/**
 * The vectors that an item starts from: uniform noise in ±INITIAL_NOISE seeded by its id, alike on
 * every machine, plus the unit-length `prior` of its content where there is one.
 */
export function initialVectors(options: {
  itemId: string;
  dims: number;
  prior?: Float32Array | undefined;
}): { input: Float32Array; output: Float32Array } {
  const { itemId, dims, prior } = options;
  const random = randomFrom([stableHash(itemId), itemId.length]);
  const input = noise(dims, () => random.unit());
  const output = noise(dims, () => random.unit());
  if (prior !== undefined && prior.length === dims && allFinite(prior)) {
    const length = normAt(prior, 0, dims);
    for (let d = 0; d < dims && length > 0; d++) {
      input[d] = input[d]! + prior[d]! / length;
      output[d] = output[d]! + prior[d]! / length;
    }
  }
  return { input, output };
}

function noise(dims: number, next: () => number): Float32Array {
  const values = new Float32Array(dims);
  for (let d = 0; d < dims; d++) values[d] = INITIAL_NOISE * (2 * next() - 1);
  return values;
}

function grown<T extends Float32Array | Uint32Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}
