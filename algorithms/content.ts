import { RowScores } from "./engine/row-scores.ts";

/** Weight of each term of an item: its count, or what its field is worth. Above 0. */
export type ContentTerms = ReadonlyMap<string, number>;

interface Document {
  /** Term numbers, ascending. */
  terms: readonly number[];
  /** Weight of each term. */
  weights: readonly number[];
  /** The vector at length 1, as of the change `unitAt`; made when it is first needed. */
  unit: Float64Array | undefined;
  unitAt: number;
}

/** Items that are alike, the most alike first. */
export interface Alike {
  rows: Int32Array;
  /** Cosine of each. */
  scores: Float64Array;
}

const nothing: Alike = { rows: new Int32Array(0), scores: new Float64Array(0) };

/** Entries of term lists, the rarest terms' first, through which one query finds items at most. */
const MAX_FOUND = 2_000;
/** Answers remembered until the next change. */
const MAX_REMEMBERED = 20_000;

/**
 * Items whose words are alike: TF-IDF vectors compared by cosine ("tfc" of Salton & Buckley,
 * Information Processing & Management 24, 1988) with idf(t) = ln(1 + N / n_t), through an inverted
 * index. N and n_t are always those of now: nothing is rebuilt when items come, change or go; what
 * hangs on them (an item's unit vector, a query's answer) is worked out anew when it is next needed.
 */
export class ContentIndex {
  /** By row. */
  readonly #documents: (Document | undefined)[] = [];
  #size = 0;
  readonly #terms = new Map<string, number>();
  /** Per term: the rows that have it, each once, in order of coming. */
  readonly #postings: number[][] = [];
  #changes = 1;
  /** Answers by row, all as of the change `#answeredAt`: asked for again and again between two. */
  readonly #answers = new Map<number, { k: number; found: Alike }>();
  #answeredAt = 0;
  readonly #scores = new RowScores();
  /** One item's vector by term, while others are compared with it; else zeros. */
  #spread = new Float64Array(1024);

  /** Items known. */
  get size(): number {
    return this.#size;
  }

  /** Takes an item's terms, in place of earlier ones. Weights that are not above 0 are left out. */
  upsert(row: number, terms: ContentTerms): void {
    const document = this.#documentOf(terms);
    const known = this.#documents[row];
    if (known !== undefined && isAlike(known, document)) return;
    this.remove(row);
    while (this.#documents.length < row) this.#documents.push(undefined);
    this.#documents[row] = document;
    this.#size++;
    for (const term of document.terms) this.#postings[term]!.push(row);
    this.#changes++;
  }

  remove(row: number): void {
    const document = this.#documents[row];
    if (document === undefined) return;
    for (const term of document.terms) {
      const posting = this.#postings[term]!;
      posting.splice(posting.indexOf(row), 1);
    }
    this.#documents[row] = undefined;
    this.#size--;
    this.#changes++;
  }

  /** Cosine of two items' vectors, 0 where one is unknown. */
  similarity(row: number, other: number): number {
    const document = this.#documents[row];
    const another = this.#documents[other];
    return document === undefined || another === undefined ? 0 : this.#cosine(document, another);
  }

  /** The `k` items whose vectors are nearest to an item's by cosine; it is not among them. */
  alike(row: number, k: number): Alike {
    if (this.#documents[row] === undefined) return nothing;
    if (this.#answeredAt !== this.#changes || this.#answers.size >= MAX_REMEMBERED) {
      this.#answers.clear();
      this.#answeredAt = this.#changes;
    }
    let answer = this.#answers.get(row);
    if (answer === undefined || answer.k < k) {
      answer = { k, found: this.#nearest(row, k) };
      this.#answers.set(row, answer);
    }
    const { rows, scores } = answer.found;
    return rows.length <= k
      ? answer.found
      : { rows: rows.subarray(0, k), scores: scores.subarray(0, k) };
  }

  /** Cosine 0 means no shared term. */
  #nearest(row: number, k: number): Alike {
    const document = this.#documents[row]!;
    const unit = this.#unitOf(document);
    if (this.#spread.length < this.#postings.length) {
      this.#spread = new Float64Array(2 * this.#postings.length);
    }
    for (let at = 0; at < unit.length; at++) this.#spread[document.terms[at]!] = unit[at]!;
    this.#scores.clear();
    for (const other of this.#reach(document)) {
      if (other !== row) this.#scores.set(other, this.#alongSpread(this.#documents[other]!));
    }
    for (const term of document.terms) this.#spread[term] = 0;
    const rows = this.#scores.top(k);
    return { rows, scores: Float64Array.from(rows, (other) => this.#scores.get(other)) };
  }

  /**
   * The items that share a term. Those whose terms are all so common that MAX_FOUND does not reach
   * them are left out.
   */
  #reach({ terms }: Document): Set<number> {
    const rarest = [...terms].sort((left, right) => this.#count(left) - this.#count(right));
    const found = new Set<number>();
    let left = MAX_FOUND;
    for (const term of rarest) {
      if (this.#count(term) > left && found.size > 0) continue;
      for (const row of this.#postings[term]!) {
        if (left-- <= 0) break;
        found.add(row);
      }
    }
    return found;
  }

  /** Cosine to the item whose vector is spread: the same sum as `#cosine`, without its branches. */
  #alongSpread(other: Document): number {
    const { terms } = other;
    const unit = this.#unitOf(other);
    let product = 0;
    for (let at = 0; at < unit.length; at++) product += this.#spread[terms[at]!]! * unit[at]!;
    return product;
  }

  /** Both have their terms in ascending order: one walk along the two. */
  #cosine(document: Document, other: Document): number {
    const unit = this.#unitOf(document);
    const otherUnit = this.#unitOf(other);
    let product = 0;
    for (let at = 0, otherAt = 0; at < unit.length && otherAt < otherUnit.length; ) {
      const step = document.terms[at]! - other.terms[otherAt]!;
      if (step === 0) product += unit[at]! * otherUnit[otherAt]!;
      if (step <= 0) at++;
      if (step >= 0) otherAt++;
    }
    return product;
  }

  #unitOf(document: Document): Float64Array {
    const { terms, weights } = document;
    document.unit ??= new Float64Array(terms.length);
    const { unit } = document;
    if (document.unitAt === this.#changes) return unit;
    let squares = 0;
    for (let at = 0; at < unit.length; at++) {
      unit[at] = weights[at]! * this.#idf(terms[at]!);
      squares += unit[at]! ** 2;
    }
    const norm = Math.sqrt(squares);
    for (let at = 0; at < unit.length; at++) unit[at] = unit[at]! / norm;
    document.unitAt = this.#changes;
    return unit;
  }

  #idf(term: number): number {
    return Math.log(1 + this.#size / this.#count(term));
  }

  #count(term: number): number {
    return this.#postings[term]!.length;
  }

  #documentOf(terms: ContentTerms): Document {
    const valid: { term: number; weight: number }[] = [];
    for (const [term, weight] of terms) {
      if (weight > 0 && Number.isFinite(weight)) valid.push({ term: this.#termOf(term), weight });
    }
    valid.sort((left, right) => left.term - right.term);
    return {
      terms: valid.map(({ term }) => term),
      weights: valid.map(({ weight }) => weight),
      unit: undefined,
      unitAt: 0,
    };
  }

  #termOf(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const number = this.#postings.length;
    this.#terms.set(term, number);
    this.#postings.push([]);
    return number;
  }
}

function isAlike(left: Document, right: Document): boolean {
  const sameTerms = left.terms.every((term, at) => term === right.terms[at]);
  const sameWeights = left.weights.every((weight, at) => weight === right.weights[at]);
  return left.terms.length === right.terms.length && sameTerms && sameWeights;
}
