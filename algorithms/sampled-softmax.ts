/**
 * The softmax over one positive and a few sampled negatives: scores in, gradients of
 * −log p(positive) with respect to the scores out (their negative, so that adding them learns).
 * Buffers are reused from example to example.
 */
export class SampledSoftmax {
  readonly #rows: Int32Array;
  readonly #values: Float64Array;
  readonly #order: Int32Array;
  #count = 0;

  /** Room for one positive and `draws` negatives. */
  constructor(draws: number) {
    this.#rows = new Int32Array(draws + 1);
    this.#values = new Float64Array(draws + 1);
    this.#order = new Int32Array(draws + 1);
  }

  begin(positiveRow: number, score: number): void {
    this.#count = 0;
    this.add(positiveRow, score);
  }

  has(row: number): boolean {
    for (let at = 0; at < this.#count; at++) if (this.#rows[at] === row) return true;
    return false;
  }

  add(row: number, score: number): void {
    this.#rows[this.#count] = row;
    this.#values[this.#count++] = score;
  }

  /** Turns scores into coefficients: 1 − p for the positive, −p for negatives. Returns the loss. */
  weigh(): number {
    const values = this.#values;
    let highest = values[0]!;
    for (let at = 1; at < this.#count; at++) highest = Math.max(highest, values[at]!);
    const margin = values[0]! - highest;
    let total = 0;
    for (let at = 0; at < this.#count; at++) {
      values[at] = Math.exp(values[at]! - highest);
      total += values[at]!;
    }
    for (let at = 0; at < this.#count; at++) values[at] = -values[at]! / total;
    values[0] = values[0]! + 1;
    return Math.log(total) - margin;
  }

  /** After `weigh`: how far the positive is from certain. */
  get positiveCoefficient(): number {
    return this.#values[0]!;
  }

  /** After `weigh`: every row with its coefficient. */
  forEach(visit: (row: number, coefficient: number) => void): void {
    for (let at = 0; at < this.#count; at++) visit(this.#rows[at]!, this.#values[at]!);
  }

  /** After `weigh`: the positive, then the `limit` negatives of highest probability. */
  forEachHardest(limit: number, visit: (row: number, coefficient: number) => void): void {
    const rows = this.#rows;
    const values = this.#values;
    const order = this.#order;
    visit(rows[0]!, values[0]!);
    // Insertion into the few that are kept: a sort with a comparator costs several times as much.
    let kept = 0;
    for (let at = 1; at < this.#count; at++) {
      let place = kept;
      while (place > 0 && values[order[place - 1]!]! > values[at]!) place--;
      if (place >= limit) continue;
      if (kept < limit) kept++;
      order.copyWithin(place + 1, place, kept - 1);
      order[place] = at;
    }
    for (let place = 0; place < kept; place++) visit(rows[order[place]!]!, values[order[place]!]!);
  }
}

/** target ← target + factor · (target.length numbers of source from `at`). */
export function addScaled(options: {
  factor: number;
  source: Float32Array;
  at: number;
  target: Float64Array;
}): void {
  const { factor, source, at, target } = options;
  for (let d = 0; d < target.length; d++) target[d] = target[d]! + factor * source[at + d]!;
}

/** Scales `dims` numbers from `at` down to length `limit` where they are longer. */
export function clipNorm(
  values: Float32Array | Float64Array,
  at: number,
  dims: number,
  limit: number,
): void {
  let squares = 0;
  for (let d = 0; d < dims; d++) squares += values[at + d]! ** 2;
  if (squares <= limit * limit) return;
  const scale = limit / Math.sqrt(squares);
  for (let d = 0; d < dims; d++) values[at + d] = values[at + d]! * scale;
}
