import type { FactorRecord } from "@slipstream/contracts/factors";
import { HistoryQuery } from "./history-query.ts";
import { ItemTable } from "./item-table.ts";
import type { LearnExample, LearnOutcome } from "./online-example.ts";
import { PopularitySampler } from "./popularity-sampler.ts";
import type { Random } from "./random.ts";
import { RowSet } from "./row-set.ts";
import { SampledSoftmax } from "./sampled-softmax.ts";
import { MAX_LISTED, type VectorMemory } from "./vector-memory.ts";

/** Negatives of one example whose vectors may change. */
export const MAX_NEGATIVES = 8;
/** Negatives that are drawn and scored, of which the hardest may change. */
const DRAWS = 30;
/** How many times the step of a view the heaviest event makes. */
const MAX_WEIGHT_SCALE = 2;
/** Step of a replayed example: whole steps on what is old news overfit it. */
const REPLAY_SHARE = 0.25;
/** Longest that a vector may grow. */
const MAX_NORM = 10;
/** A user's factor that is longer was not learnt here, and would leave what singles can hold. */
const MAX_USER_NORM = 1e6;
/** Longest step of the query's gradient. */
const MAX_GRADIENT = 5;
const POPULARITY_HALF_LIFE_MS = 7 * 24 * 3600 * 1000;

/** Step sizes; the defaults were the best compromise on two logs of shops. */
export interface LearningRates {
  output: number;
  input: number;
  user: number;
  bias: number;
  /** L2 pull to zero, in proportion to the step that an example makes. */
  regularisation: number;
}

const shopRates: LearningRates = {
  output: 0.2,
  input: 0.3,
  user: 0.02,
  bias: 0.02,
  regularisation: 0.01,
};

/**
 * The online learner. score(u, s, j) = bias_j + (u + κŝ) · b_j, where ŝ is the unit-length decayed
 * sum of the input vectors a of the session's last items (session-vector.ts). One example is one
 * step of sampled softmax (Bengio & Senécal 2008; as in GRU4Rec, Hidasi & Karatzoglou 2018): the
 * item against DRAWS negatives, half by popularity and half uniform. Of the negatives only the
 * hardest `negatives` move (Zhang et al., SIGIR 2013), so that an event touches few rows:
 * 1 + negatives + history. Everything that decides what is learnt stands in the items' records and
 * in the arguments: a learner restored from records goes on bit by bit.
 */
export class OnlineFactorization {
  readonly dims: number;
  readonly #rates: LearningRates;
  readonly #table: ItemTable;
  readonly #vectors: VectorMemory;
  readonly #popularity = new PopularitySampler(POPULARITY_HALF_LIFE_MS);
  readonly #softmax: SampledSoftmax;
  /** Rows changed since `clearTouched`. */
  readonly #touched = new RowSet();
  /** What the example at hand may not have for a negative, or has already. */
  readonly #taken = new RowSet();
  readonly #history: HistoryQuery;
  readonly #gradient: number;
  readonly #user: number;

  constructor(dims: number, rates: LearningRates = shopRates) {
    this.dims = dims;
    this.#rates = rates;
    this.#table = new ItemTable(dims);
    this.#vectors = this.#table.vectors;
    this.#softmax = new SampledSoftmax(DRAWS);
    this.#history = new HistoryQuery(this.#table);
    this.#gradient = this.#table.takeWorkVector();
    this.#user = this.#table.takeWorkVector();
  }

  /** Items known. */
  get size(): number {
    return this.#table.size;
  }

  has(itemId: string): boolean {
    return this.#table.rowOf(itemId) !== undefined;
  }

  /**
   * Makes an item known before its first event, from noise seeded by its id plus `prior` (its
   * content vector, `dims` numbers) where there is one. A known item is left alone.
   */
  ensure(itemId: string, prior?: Float32Array): void {
    if (!this.has(itemId)) this.#touched.add(this.#table.ensure(itemId, prior));
  }

  /** One step. The user's factor and the rows of the items involved change; see `touched`. */
  learn(example: LearnExample): LearnOutcome {
    const fault = this.#faultOf(example);
    if (fault !== undefined) return { kind: "quarantined", reason: fault };
    const row = this.#table.ensure(example.itemId);
    if (example.replay !== true) this.#popularity.count(row, example.occurredAt);
    this.#history.form(example.userFactor, example.history);
    this.#draw(row, example.random);
    this.#scoreDrawn();
    const loss = this.#softmax.weigh();
    const share = example.replay === true ? REPLAY_SHARE : 1;
    this.#step(example, share * Math.min(MAX_WEIGHT_SCALE, Math.sqrt(example.weight)));
    return { kind: "learnt", loss, scored: this.#softmax.count - 1 };
  }

  /** Says what the next scores are for: a user's factor and items, newest first. */
  aim(userFactor: Float32Array, history: readonly string[]): void {
    this.#history.form(userFactor, history);
  }

  /**
   * Scores every known item for what was aimed at, as `learn` does before its step: one number per
   * row into `out`, which needs `rowCount` places. Rows are `index` of the items' records.
   */
  scoreAimed(out: Float64Array): void {
    const { biases, rowCount } = this.#table;
    const { list, numbers } = this.#vectors;
    for (let from = 0; from < rowCount; from += MAX_LISTED) {
      const count = Math.min(MAX_LISTED, rowCount - from);
      for (let at = 0; at < count; at++) list[at] = this.#table.outputOf(from + at);
      this.#vectors.dots(count, this.#history.query);
      for (let at = 0; at < count; at++) out[from + at] = numbers[at]! + biases[from + at]!;
    }
  }

  /** The score of one item for what was aimed at; undefined for an unknown one. */
  scoreItem(itemId: string): number | undefined {
    const row = this.#table.rowOf(itemId);
    if (row === undefined) return undefined;
    const likeness = this.#vectors.dot(this.#table.outputOf(row), this.#history.query);
    return likeness + this.#table.biases[row]!;
  }

  /** The item of a row. */
  idAt(row: number): string | undefined {
    return this.#table.idOf(row);
  }

  /** One more than the highest row in use. */
  get rowCount(): number {
    return this.#table.rowCount;
  }

  /** All that is learnt of an item; its vectors are views that live until the table grows. */
  factorOf(itemId: string): FactorRecord | undefined {
    const row = this.#table.rowOf(itemId);
    return row === undefined ? undefined : this.#recordAt(row);
  }

  /** An item's input vector, as a view that lives until the table grows. */
  inputOf(itemId: string): Float32Array | undefined {
    const row = this.#table.rowOf(itemId);
    return row === undefined ? undefined : this.#table.inputAt(row);
  }

  /** Sets an item's state. @throws FactorRestoreError, changing nothing, when it does not fit. */
  restore(record: FactorRecord): void {
    const row = this.#table.restore(record);
    this.#popularity.setLevel(row, record.popularity);
  }

  /** Sets an item's state at a row of our own. @throws FactorRestoreError, changing nothing. */
  adopt(record: FactorRecord): void {
    const row = this.#table.adopt(record);
    this.#popularity.setLevel(row, record.popularity);
  }

  /** Every item, in order of `index`; vectors are views. */
  *records(): IterableIterator<FactorRecord> {
    for (let row = 0; row < this.#table.rowCount; row++) {
      if (this.#table.idOf(row) !== undefined) yield this.#recordAt(row);
    }
  }

  /** Items changed since `clearTouched`, in order of their first change; vectors are views. */
  *touched(): IterableIterator<FactorRecord> {
    for (const row of this.#touched.rows) yield this.#recordAt(row);
  }

  clearTouched(): void {
    this.#touched.clear();
  }

  #recordAt(row: number): FactorRecord {
    return {
      itemId: this.#table.idOf(row)!,
      version: this.#table.versionOf(row),
      index: row,
      popularity: this.#popularity.levelOf(row),
      bias: this.#table.biases[row]!,
      input: this.#table.inputAt(row),
      output: this.#table.outputAt(row),
    };
  }

  /** Why an example must not be learnt. The table itself holds only finite numbers. */
  #faultOf(example: LearnExample): string | undefined {
    const { userFactor, weight, occurredAt } = example;
    if (userFactor.length !== this.dims) return "the user's factor has other dimensions";
    this.#vectors.put(this.#user, userFactor);
    const squares = this.#vectors.dot(this.#user, this.#user);
    if (!(squares <= MAX_USER_NORM ** 2)) return "the user's factor is not finite, or far too long";
    if (!(weight > 0) || !Number.isFinite(weight)) return "the weight is not above 0 and finite";
    if (!Number.isFinite(occurredAt)) return "the time is not finite";
    return undefined;
  }

  /** Fills the softmax: the item, then distinct negatives that are neither it nor in its history. */
  #draw(row: number, random: Random): void {
    const rows = this.#table.rowCount;
    const taken = this.#taken;
    taken.clear();
    taken.add(row);
    this.#history.forEachRow((seen) => taken.add(seen));
    this.#softmax.begin(row);
    for (let draw = 0; draw < DRAWS; draw++) {
      const drawn = draw % 2 === 0 ? this.#popularity.draw(random) : random.below(rows);
      if (drawn === undefined || this.#table.idOf(drawn) === undefined) continue;
      if (taken.add(drawn)) this.#softmax.add(drawn);
    }
  }

  /** Scores what was drawn. Its output vectors stay listed. */
  #scoreDrawn(): void {
    const { count, rows, values } = this.#softmax;
    const { list, numbers } = this.#vectors;
    const { biases } = this.#table;
    for (let at = 0; at < count; at++) list[at] = this.#table.outputOf(rows[at]!);
    this.#vectors.dots(count, this.#history.query);
    for (let at = 0; at < count; at++) values[at] = numbers[at]! + biases[rows[at]!]!;
  }

  /** Moves user, item, hardest negatives and history along the gradient. */
  #step(example: LearnExample, scale: number): void {
    this.#formGradient();
    const negatives = Math.max(0, Math.min(MAX_NEGATIVES, Math.floor(example.negatives)));
    const pull = Math.abs(this.#softmax.positiveCoefficient);
    this.#softmax.forEachHardest(negatives, (row, coefficient) => {
      this.#moveOutput(row, coefficient, scale);
      this.#change(row);
    });
    this.#moveUser(example.userFactor, pull, scale);
    this.#history.moveInputs({
      gradient: this.#gradient,
      rate: this.#rates.input * scale,
      shrink: this.#rates.regularisation * pull,
      maxNorm: MAX_NORM,
    });
    this.#history.forEachRow((row) => this.#change(row));
  }

  /** d log p / d q: what was drawn, still listed, by its coefficients. */
  #formGradient(): void {
    const { count, values } = this.#softmax;
    const { numbers } = this.#vectors;
    const gradient = this.#gradient;
    for (let at = 0; at < count; at++) numbers[at] = values[at]!;
    this.#vectors.sum(count, gradient);
    this.#vectors.move({ into: gradient, from: gradient, keep: 1, factor: 0, limit: MAX_GRADIENT });
  }

  #moveOutput(row: number, coefficient: number, scale: number): void {
    const { biases } = this.#table;
    const { output, bias, regularisation } = this.#rates;
    const shrink = regularisation * Math.abs(coefficient);
    this.#vectors.move({
      into: this.#table.outputOf(row),
      from: this.#history.query,
      keep: 1 - output * scale * shrink,
      factor: output * scale * coefficient,
      limit: MAX_NORM,
    });
    const own = biases[row]!;
    const moved = own + bias * scale * (coefficient - shrink * own);
    biases[row] = Math.max(-MAX_NORM, Math.min(MAX_NORM, moved));
  }

  #moveUser(userFactor: Float32Array, pull: number, scale: number): void {
    const rate = this.#rates.user * scale;
    const [into, from] = [this.#user, this.#gradient];
    const keep = 1 - rate * this.#rates.regularisation * pull;
    this.#vectors.move({ into, from, keep, factor: rate, limit: MAX_NORM });
    this.#vectors.copy(into, userFactor);
  }

  /** Counts one more version of a row; an item twice in one example counts twice. */
  #change(row: number): void {
    this.#table.bump(row);
    this.#touched.add(row);
  }
}
