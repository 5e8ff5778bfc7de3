const INPUT = 1;
const CANDIDATE = 2;

/**
 * The different items of one training batch, each with a place of its own, so that what is worked
 * out for an item is worked out once. Places run: candidates only, candidates that are inputs as
 * well, inputs only. So candidates are the first places, and inputs the last, without gaps.
 */
export class BatchRows {
  /** Item rows by place. */
  readonly rows: Int32Array;
  /** How many of them count. */
  size = 0;
  /** Places 0 … candidates − 1 are candidates. */
  candidates = 0;
  /** Places firstInput … size − 1 are inputs. */
  firstInput = 0;
  readonly #kinds: Uint8Array;
  readonly #places: Int32Array;
  readonly #seen: Int32Array;

  /** For a catalogue of `items`, of which one batch holds at most `capacity`. */
  constructor(items: number, capacity: number) {
    this.rows = new Int32Array(capacity);
    this.#seen = new Int32Array(capacity);
    this.#kinds = new Uint8Array(items);
    this.#places = new Int32Array(items);
  }

  /** Forgets the batch before. */
  begin(): void {
    for (let at = 0; at < this.size; at++) this.#kinds[this.#seen[at]!] = 0;
    this.size = 0;
  }

  input(row: number): void {
    this.#mark(row, INPUT);
  }

  candidate(row: number): void {
    this.#mark(row, CANDIDATE);
  }

  /** Gives each item its place. */
  arrange(): void {
    let place = this.#place(CANDIDATE, 0);
    this.firstInput = place;
    place = this.#place(CANDIDATE | INPUT, place);
    this.candidates = place;
    this.#place(INPUT, place);
  }

  /** After `arrange`: the place of an item of the batch. */
  placeOf(row: number): number {
    return this.#places[row]!;
  }

  #mark(row: number, kind: number): void {
    const before = this.#kinds[row]!;
    if (before === 0) this.#seen[this.size++] = row;
    this.#kinds[row] = before | kind;
  }

  #place(kind: number, first: number): number {
    let place = first;
    for (let at = 0; at < this.size; at++) {
      const row = this.#seen[at]!;
      if (this.#kinds[row] !== kind) continue;
      this.rows[place] = row;
      this.#places[row] = place++;
    }
    return place;
  }
}
