import type { FactorRecord } from "@slipstream/contracts/factors";
import { HistoryQuery } from "./history-query.ts";
import { ItemTable } from "./item-table.ts";
import { PopularitySampler } from "./popularity-sampler.ts";
import type { Random } from "./random.ts";
import { addScaled, clipNorm, SampledSoftmax } from "./sampled-softmax.ts";
import { allFinite } from "./vector.ts";

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

/** One positive event to learn from. */
export interface LearnExample {
  /** The user's factor, `dims` numbers, changed in place; zeros for one who is new. */
  userFactor: Float32Array;
  /** Items before this one, newest first; at most MAX_HISTORY count, unknown ones are passed over. */
  history: readonly string[];
  itemId: string;
  /** Weight of the event, above 0; a step grows with its root, at most MAX_WEIGHT_SCALE times. */
  weight: number;
  /** Negatives whose vectors may change, 0 … MAX_NEGATIVES. */
  negatives: number;
  /** Seeded by the event's place in its stream, so that learning can be repeated. */
  random: Random;
  /** Event time, epoch ms: what popularity decays by. */
  occurredAt: number;
  /** Learnt again from the reservoir: a small step, and popularity does not count it twice. */
  replay?: boolean;
}

export type LearnOutcome =
  /** `loss`: −log softmax of the item among the drawn negatives, before the step. */
  | { kind: "learnt"; loss: number }
  /** Nothing was changed, neither the model nor the user's factor. */
  | { kind: "quarantined"; reason: string };

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
  readonly #popularity = new PopularitySampler(POPULARITY_HALF_LIFE_MS);
  readonly #softmax: SampledSoftmax;
  readonly #touched = new Set<number>();
  readonly #history: HistoryQuery;
  readonly #gradient: Float64Array;

  constructor(dims: number, rates: LearningRates = shopRates) {
    this.dims = dims;
    this.#rates = rates;
    this.#table = new ItemTable(dims);
    this.#softmax = new SampledSoftmax(DRAWS);
    this.#history = new HistoryQuery(this.#table);
    this.#gradient = new Float64Array(dims);
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
    const loss = this.#softmax.weigh();
    const share = example.replay === true ? REPLAY_SHARE : 1;
    this.#step(example, share * Math.min(MAX_WEIGHT_SCALE, Math.sqrt(example.weight)));
    return { kind: "learnt", loss };
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
    for (let row = 0; row < this.#table.rowCount; row++) out[row] = this.#scoreOf(row);
  }

  /** The score of one item for what was aimed at; undefined for an unknown one. */
  scoreItem(itemId: string): number | undefined {
    const row = this.#table.rowOf(itemId);
    return row === undefined ? undefined : this.#scoreOf(row);
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
    for (const row of this.#touched) yield this.#recordAt(row);
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
    if (!allFinite(userFactor)) return "the user's factor is not finite";
    if (!(weight > 0) || !Number.isFinite(weight)) return "the weight is not above 0 and finite";
    if (!Number.isFinite(occurredAt)) return "the time is not finite";
    return undefined;
  }

  #scoreOf(row: number): number {
    const { outputs, biases } = this.#table;
    const { query } = this.#history;
    let score = biases[row]!;
    const at = row * this.dims;
    for (let d = 0; d < this.dims; d++) score += query[d]! * outputs[at + d]!;
    return score;
  }

  /** Fills the softmax: the item, then distinct negatives that are neither it nor in its history. */
  #draw(row: number, random: Random): void {
    const rows = this.#table.rowCount;
    const history = this.#history.rows;
    this.#softmax.begin(row, this.#scoreOf(row));
    for (let draw = 0; draw < DRAWS; draw++) {
      const drawn = draw % 2 === 0 ? this.#popularity.draw(random) : random.below(rows);
      if (drawn === undefined || this.#table.idOf(drawn) === undefined) continue;
      if (history.includes(drawn) || this.#softmax.has(drawn)) continue;
      this.#softmax.add(drawn, this.#scoreOf(drawn));
    }
  }

  /** Moves user, item, hardest negatives and history along the gradient. */
  #step(example: LearnExample, scale: number): void {
    this.#gradient.fill(0);
    this.#softmax.forEach((row, coefficient) => {
      addScaled({
        factor: coefficient,
        source: this.#table.outputs,
        at: row * this.dims,
        target: this.#gradient,
      });
    });
    clipNorm(this.#gradient, 0, this.dims, MAX_GRADIENT);
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
    for (const row of this.#history.rows) this.#change(row);
  }

  #moveOutput(row: number, coefficient: number, scale: number): void {
    const { outputs, biases } = this.#table;
    const { query } = this.#history;
    const { output, bias, regularisation } = this.#rates;
    const at = row * this.dims;
    const shrink = regularisation * Math.abs(coefficient);
    for (let d = 0; d < this.dims; d++) {
      const value = outputs[at + d]!;
      outputs[at + d] = value + output * scale * (coefficient * query[d]! - shrink * value);
    }
    clipNorm(outputs, at, this.dims, MAX_NORM);
    const own = biases[row]!;
    const moved = own + bias * scale * (coefficient - shrink * own);
    biases[row] = Math.max(-MAX_NORM, Math.min(MAX_NORM, moved));
  }

  #moveUser(userFactor: Float32Array, pull: number, scale: number): void {
    const rate = this.#rates.user * scale;
    const shrink = this.#rates.regularisation * pull;
    for (let d = 0; d < this.dims; d++) {
      const value = userFactor[d]!;
      userFactor[d] = value + rate * (this.#gradient[d]! - shrink * value);
    }
    clipNorm(userFactor, 0, this.dims, MAX_NORM);
  }

  /** Counts one more version of a row; an item twice in one example counts twice. */
  #change(row: number): void {
    this.#table.bump(row);
    this.#touched.add(row);
  }
}
