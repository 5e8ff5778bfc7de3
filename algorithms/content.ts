import type { Candidate } from "./candidate.ts";
import { topCandidates } from "./candidate.ts";

/** Weight of each term of an item: its count, or what its field is worth. Above 0. */
export type ContentTerms = ReadonlyMap<string, number>;

interface Document {
  itemId: string;
  /** Weight by term number. */
  weights: Map<number, number>;
}

/** Entries of term lists, the rarest terms' first, through which one query finds items at most. */
const MAX_FOUND = 2_000;

/**
 * Items whose words are alike: TF-IDF vectors compared by cosine ("tfc" of Salton & Buckley,
 * Information Processing & Management 24, 1988) with idf(t) = ln(1 + N / n_t), through an inverted
 * index. N and n_t are always those of now: nothing is rebuilt when items come, change or go; what
 * hangs on them (an item's norm) is worked out anew when it is next needed.
 */
export class ContentIndex {
  readonly #rows = new Map<string, number>();
  /** Rows are used again when their item has gone. */
  readonly #documents: (Document | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #terms = new Map<string, number>();
  /** Per term: the rows that have it. */
  readonly #postings: Set<number>[] = [];
  /** Norm per row, and the change after which it was worked out. */
  #norms = new Float64Array(1024);
  #normedAt = new Float64Array(1024);
  #changes = 1;

  /** Items known. */
  get size(): number {
    return this.#rows.size;
  }

  /** Takes an item's terms, in place of earlier ones. Weights that are not above 0 are left out. */
  upsert(itemId: string, terms: ContentTerms): void {
    const valid = [...terms].filter(([, weight]) => weight > 0 && Number.isFinite(weight));
    const weights = new Map(valid.map(([term, weight]) => [this.#termOf(term), weight]));
    const known = this.#rows.get(itemId);
    if (known !== undefined && isAlike(this.#documents[known]!.weights, weights)) return;
    this.remove(itemId);
    const row = this.#free.pop() ?? this.#documents.length;
    if (row >= this.#norms.length) this.#grow();
    this.#rows.set(itemId, row);
    this.#documents[row] = { itemId, weights };
    for (const term of weights.keys()) this.#postings[term]!.add(row);
    this.#changes++;
  }

  remove(itemId: string): void {
    const row = this.#rows.get(itemId);
    if (row === undefined) return;
    for (const term of this.#documents[row]!.weights.keys()) this.#postings[term]!.delete(row);
    this.#rows.delete(itemId);
    this.#documents[row] = undefined;
    this.#free.push(row);
    this.#changes++;
  }

  /** Cosine of two items' vectors, 0 where one is unknown. */
  similarity(itemId: string, otherId: string): number {
    const row = this.#rows.get(itemId);
    const other = this.#rows.get(otherId);
    if (row === undefined || other === undefined) return 0;
    const { weights } = this.#documents[row]!;
    let product = 0;
    for (const [term, weight] of this.#documents[other]!.weights) {
      product += weight * (weights.get(term) ?? 0) * this.#idf(term) ** 2;
    }
    const length = this.#normOf(row) * this.#normOf(other);
    return length > 0 ? product / length : 0;
  }

  /** The `k` items whose vectors are nearest to an item's by cosine; it is not among them. */
  query(itemId: string, k: number): Candidate[] {
    const row = this.#rows.get(itemId);
    if (row === undefined) return [];
    const norm = this.#normOf(row);
    const products = this.#products(this.#documents[row]!.weights);
    products.delete(row);
    return topCandidates(this.#candidates(products, norm), k);
  }

  /**
   * Inner products with the items that share a term. Those whose terms are all so common that
   * MAX_FOUND does not reach them are left out; for the others every term counts.
   */
  #products(weights: ReadonlyMap<number, number>): Map<number, number> {
    const rarest = [...weights.keys()].sort((a, b) => this.#count(a) - this.#count(b));
    const products = new Map<number, number>();
    let left = MAX_FOUND;
    for (const term of rarest) {
      const factor = weights.get(term)! * this.#idf(term) ** 2;
      const isReached = this.#count(term) <= left || products.size === 0;
      for (const row of isReached ? this.#postings[term]! : products.keys()) {
        if (isReached && left-- <= 0) break;
        const weight = this.#documents[row]!.weights.get(term);
        if (weight !== undefined) products.set(row, (products.get(row) ?? 0) + factor * weight);
      }
    }
    return products;
  }

  *#candidates(products: ReadonlyMap<number, number>, norm: number): IterableIterator<Candidate> {
    for (const [row, product] of products) {
      const score = product / (norm * this.#normOf(row));
      yield { itemId: this.#documents[row]!.itemId, score };
    }
  }

  #normOf(row: number): number {
    if (this.#normedAt[row] === this.#changes) return this.#norms[row]!;
    let squares = 0;
    for (const [term, weight] of this.#documents[row]!.weights) {
      squares += (weight * this.#idf(term)) ** 2;
    }
    this.#norms[row] = Math.sqrt(squares);
    this.#normedAt[row] = this.#changes;
    return this.#norms[row]!;
  }

  #idf(term: number): number {
    return Math.log(1 + this.#rows.size / this.#count(term));
  }

  #count(term: number): number {
    return this.#postings[term]!.size;
  }

  #termOf(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const number = this.#postings.length;
    this.#terms.set(term, number);
    this.#postings.push(new Set());
    return number;
  }

  #grow(): void {
    const grown = (old: Float64Array) => {
      const fresh = new Float64Array(2 * old.length);
      fresh.set(old);
      return fresh;
    };
    this.#norms = grown(this.#norms);
    this.#normedAt = grown(this.#normedAt);
  }
}

function isAlike(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): boolean {
  if (left.size !== right.size) return false;
  for (const [term, weight] of left) if (right.get(term) !== weight) return false;
  return true;
}
