import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/**
 * A model that is trained in batch and then only read. Histories are newest first; −1 stands for an
 * item that it does not know.
 */
export type BatchModel = DenseModel | SparseModel;

interface AnyModel {
  /** out[row] = score of every item for a history. */
  scoreAll(history: ArrayLike<number>, out: Float32Array): void;
}

/** A model that has something to say of every item: a sequence model, two towers, factors. */
export interface DenseModel extends AnyModel {
  /** Reads a history once, to score single rows by; holds until the model is asked again. */
  scorer(history: ArrayLike<number>): (row: number) => number;
}

/** A model whose scores are sums of few parts, and 0 for most items: EASE. */
export interface SparseModel extends AnyModel {
  /** Adds the parts of the scores that are not 0. */
  addParts(history: ArrayLike<number>, scores: Pick<RowScores, "add">): void;
}

/**
 * Items up to which a dense model scores all for each question, at some 0.05 ms a thousand, which the
 * event loop waits for, for each such model that serves. Above, it proposes nothing and scores what
 * other sources propose. A sparse model proposes what its parts speak for, at any size.
 */
export const SCORES_ALL_UP_TO = 5_000;
/** Proposals that are looked at by `top` of a source: more than any caller takes. */
const PROPOSED = 400;

/**
 * A place for a batch model among the sources: empty until one is trained, then swapped whole.
 * Training, evaluation and serving read models by it alone.
 */
export class BatchModelSource implements Source {
  readonly name: string;
  #reader: Reader | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Puts another model in its place. `items`: how many it knows; later ones have no score. */
  use(model: BatchModel, items: number): void {
    this.#reader = readerOf(model, items);
  }

  observe(): void {}

  score({ recent, earlier }: Query, scores: RowScores): void {
    if (recent.length + earlier.length === 0) return;
    this.#reader?.propose([...recent, ...earlier], scores);
  }

  scoreOf({ recent, earlier }: Query, row: number): number {
    if (recent.length + earlier.length === 0) return Number.NaN;
    return this.#reader?.scoreOf(row) ?? Number.NaN;
  }
}

/** One way of reading a model: proposals of a history, then the scores of others for the same. */
interface Reader {
  propose(history: readonly number[], scores: RowScores): void;
  scoreOf(row: number): number;
}

function readerOf(model: BatchModel, items: number): Reader {
  if ("addParts" in model) return new PartsReader(model, items);
  return items > SCORES_ALL_UP_TO ? new SingleReader(model, items) : new WholeReader(model, items);
}

/** Scores the whole catalogue and proposes the best. */
class WholeReader implements Reader {
  readonly #model: DenseModel;
  readonly #scores: Float32Array;
  readonly #sorted: Float32Array;

  constructor(model: DenseModel, items: number) {
    this.#model = model;
    this.#scores = new Float32Array(items);
    this.#sorted = new Float32Array(items);
  }

  propose(history: readonly number[], scores: RowScores): void {
    this.#model.scoreAll(history, this.#scores);
    const floor = this.#floor();
    for (let row = 0; row < this.#scores.length; row++) {
      if (this.#scores[row]! >= floor) scores.set(row, this.#scores[row]!);
    }
  }

  scoreOf(row: number): number {
    return this.#scores[row] ?? Number.NaN;
  }

  /** A score that about PROPOSED items reach, estimated from a sample where the catalogue is large. */
  #floor(): number {
    const items = this.#scores.length;
    if (items <= 2 * PROPOSED) return Number.NEGATIVE_INFINITY;
    const stride = Math.max(1, Math.floor(items / 4096));
    const sample = this.#sorted.subarray(0, Math.floor(items / stride));
    for (let at = 0; at < sample.length; at++) sample[at] = this.#scores[at * stride]!;
    sample.sort();
    return sample[Math.max(0, sample.length - Math.ceil(PROPOSED / stride))]!;
  }
}

/** Adds up the parts that are not 0, and proposes what they speak for. */
class PartsReader implements Reader {
  readonly #model: SparseModel;
  readonly #items: number;
  readonly #scores = new RowScores();

  constructor(model: SparseModel, items: number) {
    this.#model = model;
    this.#items = items;
  }

  propose(history: readonly number[], scores: RowScores): void {
    this.#scores.clear();
    this.#model.addParts(history, this.#scores);
    for (let place = 0; place < this.#scores.size; place++) {
      const row = this.#scores.rowAt(place);
      if (this.#scores.get(row) > 0) scores.set(row, this.#scores.get(row));
    }
  }

  scoreOf(row: number): number {
    return row < this.#items ? this.#scores.get(row) : Number.NaN;
  }
}

/** Reads the history once and scores only the rows that it is asked of. */
class SingleReader implements Reader {
  readonly #model: DenseModel;
  readonly #items: number;
  #score: (row: number) => number = () => Number.NaN;

  constructor(model: DenseModel, items: number) {
    this.#model = model;
    this.#items = items;
  }

  propose(history: readonly number[]): void {
    this.#score = this.#model.scorer(history);
  }

  scoreOf(row: number): number {
    return row < this.#items ? this.#score(row) : Number.NaN;
  }
}
