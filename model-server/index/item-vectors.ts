import { allFinite, dotAt, normAt } from "@slipstream/algorithms/vector";
import type { FactorRecord } from "@slipstream/contracts/factors";

const FIRST_CAPACITY = 1024;

/**
 * The learnt vectors of one shop in one space, in growing typed arrays, one row an item. Rows are
 * given in order of arrival and never reused. `units` holds output vectors at unit length, which
 * is what indexes search; `norms` and `biases` bring back the model's own score.
 */
export class ItemVectors {
  readonly dims: number;
  units: Float32Array<ArrayBuffer>;
  #inputs: Float32Array<ArrayBuffer>;
  #norms: Float32Array<ArrayBuffer>;
  #biases: Float32Array<ArrayBuffer>;
  readonly #ids: string[] = [];
  readonly #rows = new Map<string, number>();

  constructor(dims: number) {
    this.dims = dims;
    this.units = new Float32Array(FIRST_CAPACITY * dims);
    this.#inputs = new Float32Array(FIRST_CAPACITY * dims);
    this.#norms = new Float32Array(FIRST_CAPACITY);
    this.#biases = new Float32Array(FIRST_CAPACITY);
  }

  get size(): number {
    return this.#ids.length;
  }

  rowOf(itemId: string): number | undefined {
    return this.#rows.get(itemId);
  }

  idOf(row: number): string {
    return this.#ids[row]!;
  }

  /** Ids of rows `from` … `to` − 1, in order. */
  idsBetween(from: number, to: number): string[] {
    return this.#ids.slice(from, to);
  }

  /** Views, not copies: valid until the arrays grow. */
  unitAt(row: number): Float32Array {
    return this.units.subarray(row * this.dims, (row + 1) * this.dims);
  }

  inputAt(row: number): Float32Array {
    return this.#inputs.subarray(row * this.dims, (row + 1) * this.dims);
  }

  /** The length of an output vector as it came. */
  normAt(row: number): number {
    return this.#norms[row]!;
  }

  /** What the model was trained to score: bias + q · b, for a query q of any length. */
  scoreAt(row: number, query: Float32Array): number {
    const along = dotAt(query, 0, this.units, row * this.dims, this.dims);
    return this.#biases[row]! + this.#norms[row]! * along;
  }

  /** The vectors of a row as they came, the output but for rounding; what else they had is gone. */
  recordAt(row: number): FactorRecord {
    const norm = this.#norms[row]!;
    return {
      ...{ itemId: this.idOf(row), version: 0, index: 0, popularity: Number.NEGATIVE_INFINITY },
      bias: this.#biases[row]!,
      input: this.inputAt(row).slice(),
      output: this.unitAt(row).map((value) => norm * value),
    };
  }

  /** False for a record whose vectors are of another length or not finite. */
  accepts({ input, output, bias }: FactorRecord): boolean {
    if (input.length !== this.dims || output.length !== this.dims) return false;
    return allFinite(input) && allFinite(output) && Number.isFinite(bias);
  }

  /** Takes a record's values; undefined when they are not accepted. */
  upsert(record: FactorRecord): number | undefined {
    if (!this.accepts(record)) return undefined;
    const { itemId, input, output, bias } = record;
    const row = this.#rows.get(itemId) ?? this.#append(itemId);
    const at = row * this.dims;
    const norm = normAt(output, 0, this.dims);
    for (let d = 0; d < this.dims; d++) this.units[at + d] = norm > 0 ? output[d]! / norm : 0;
    this.#inputs.set(input, at);
    this.#norms[row] = norm;
    this.#biases[row] = bias;
    return row;
  }

  #append(itemId: string): number {
    const row = this.#ids.length;
    if (row >= this.#norms.length) this.#grow();
    this.#ids.push(itemId);
    this.#rows.set(itemId, row);
    return row;
  }

  #grow(): void {
    const capacity = this.#norms.length * 2;
    this.units = grown(this.units, capacity * this.dims);
    this.#inputs = grown(this.#inputs, capacity * this.dims);
    this.#norms = grown(this.#norms, capacity);
    this.#biases = grown(this.#biases, capacity);
  }
}

function grown(old: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const fresh = new Float32Array(length);
  fresh.set(old);
  return fresh;
}
