import type { Random } from "../random.ts";
import { Adam } from "./adam.ts";
import type { BatchRows } from "./batch-rows.ts";
import type { ItemContent } from "./interactions.ts";

/** The vectors that go into both towers: an item's own, plus the weighted sum of its content's. */
export class ItemBases {
  /** terms × dims. */
  readonly terms: Float32Array;
  /** By place in a batch, `dims` each, out of `gather`. */
  readonly batch: Float32Array;
  /** Their gradients, filled by the caller. */
  readonly gradients: Float32Array;
  readonly #dims: number;
  readonly #content: ItemContent | undefined;
  readonly #own: Float32Array;
  readonly #ownAdam: Adam;
  readonly #termAdam: Adam;
  readonly #termGradients: Float32Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: Int32Array;

  constructor(options: {
    items: number;
    content: ItemContent | undefined;
    /** An item that nobody met has nothing of its own, only its content. */
    counts: Float64Array;
    dims: number;
    /** The most items of a batch. */
    capacity: number;
    rate: number;
    random: Random;
  }) {
    const { items, content, counts, dims, capacity, rate, random } = options;
    const size = content?.size ?? 0;
    const limit = Math.sqrt(3 / dims);
    const noise = () => limit * (2 * random.unit() - 1);
    this.#dims = dims;
    this.#content = content;
    this.#own = new Float32Array(items * dims).map((_, at) =>
      counts[Math.floor(at / dims)]! > 0 ? noise() : 0,
    );
    this.terms = new Float32Array(size * dims).map(noise);
    this.batch = new Float32Array(capacity * dims);
    this.gradients = new Float32Array(capacity * dims);
    this.#ownAdam = new Adam(this.#own, dims, { rate });
    this.#termAdam = new Adam(this.terms, dims, { rate });
    this.#termGradients = new Float32Array(size * dims);
    this.#isTouched = new Uint8Array(size);
    this.#touched = new Int32Array(size);
  }

  /** Of every item. */
  all(): Float32Array {
    const all = this.#own.slice();
    const items = all.length / this.#dims;
    for (let row = 0; row < items; row++) this.#addContent(row, all, row * this.#dims);
    return all;
  }

  /** Fills `batch`, and zeros `gradients`. */
  gather({ rows, size }: BatchRows): void {
    const dims = this.#dims;
    this.batch.fill(0);
    this.gradients.fill(0, 0, size * dims);
    for (let place = 0; place < size; place++) {
      const row = rows[place]!;
      this.batch.set(this.#own.subarray(row * dims, (row + 1) * dims), place * dims);
      this.#addContent(row, this.batch, place * dims);
    }
  }

  /** One step against `gradients`. */
  learn({ rows, size }: BatchRows, rateShare: number): void {
    const dims = this.#dims;
    this.#ownAdam.begin(rateShare);
    this.#termAdam.begin(rateShare);
    let count = 0;
    for (let place = 0; place < size; place++) {
      this.#ownAdam.update(rows[place]!, this.gradients, place * dims);
      this.#eachTerm(rows[place]!, (term, weight) => {
        if (this.#isTouched[term] === 0) {
          this.#isTouched[term] = 1;
          this.#touched[count++] = term;
        }
        this.#add(weight, this.gradients, place * dims, this.#termGradients, term * dims);
      });
    }
    for (const term of this.#touched.subarray(0, count)) {
      this.#isTouched[term] = 0;
      this.#termAdam.update(term, this.#termGradients, term * dims);
      this.#termGradients.fill(0, term * dims, (term + 1) * dims);
    }
  }

  #addContent(row: number, target: Float32Array, at: number): void {
    const dims = this.#dims;
    this.#eachTerm(row, (term, weight) => this.#add(weight, this.terms, term * dims, target, at));
  }

  #eachTerm(row: number, visit: (term: number, weight: number) => void): void {
    if (!this.#content) return;
    const { offsets, terms, weights } = this.#content;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) visit(terms[at]!, weights[at]!);
  }

  #add(factor: number, from: Float32Array, at: number, to: Float32Array, toAt: number): void {
    for (let d = 0; d < this.#dims; d++) to[toAt + d] = to[toAt + d]! + factor * from[at + d]!;
  }
}
