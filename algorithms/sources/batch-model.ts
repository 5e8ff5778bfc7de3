import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/**
 * A model that is trained in batch and then only read: EASE, an autoencoder, a sequence model.
 * Histories are newest first; −1 stands for an item that it does not know.
 */
export interface BatchModel {
  /** out[row] = score of every item for a history. */
  scoreAll(history: ArrayLike<number>, out: Float32Array): void;
  /** Reads a history once, to score single rows by; holds until the model is asked again. */
  scorer?(history: ArrayLike<number>): (row: number) => number;
  /** Of sparse models: adds the parts of the scores that are not 0. */
  addParts?(history: ArrayLike<number>, scores: Pick<RowScores, "add">): void;
}

export interface BatchModelOptions {
  /**
   * Items up to which all are scored for each query. Above, sparse models propose from their parts,
   * and others propose nothing and score what other sources propose.
   */
  scoresAllUpTo?: number;
}

const SCORES_ALL_UP_TO = 50_000;
/** Proposals that are looked at by `top` of a source: more than any caller takes. */
const PROPOSED = 400;

/** A place for a batch model among the sources: empty until one is trained, then swapped whole. */
export class BatchModelSource implements Source {
  readonly name: string;
  readonly #scoresAllUpTo: number;
  #reader: Reader | undefined;

  constructor(name: string, { scoresAllUpTo = SCORES_ALL_UP_TO }: BatchModelOptions = {}) {
    this.name = name;
    this.#scoresAllUpTo = scoresAllUpTo;
  }

  /** Puts another model in its place. `items`: how many it knows; later ones have no score. */
  use(model: BatchModel, items: number): void {
    this.#reader = readerOf(model, items, this.#scoresAllUpTo);
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

function readerOf(model: BatchModel, items: number, scoresAllUpTo: number): Reader {
  const { addParts, scorer } = model;
  if (items > scoresAllUpTo && addParts) return new PartsReader(addParts.bind(model), items);
  if (items > scoresAllUpTo && scorer) return new SingleReader(scorer.bind(model), items);
  return new WholeReader(model, items);
}

/** Scores the whole catalogue and proposes the best. */
class WholeReader implements Reader {
  readonly #model: BatchModel;
  readonly #scores: Float32Array;
  readonly #sorted: Float32Array;

  constructor(model: BatchModel, items: number) {
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
  readonly #addParts: NonNullable<BatchModel["addParts"]>;
  readonly #items: number;
  readonly #scores = new RowScores();

  constructor(addParts: NonNullable<BatchModel["addParts"]>, items: number) {
    this.#addParts = addParts;
    this.#items = items;
  }

  propose(history: readonly number[], scores: RowScores): void {
    this.#scores.clear();
    this.#addParts(history, this.#scores);
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
  readonly #scorer: NonNullable<BatchModel["scorer"]>;
  readonly #items: number;
  #score: (row: number) => number = () => Number.NaN;

  constructor(scorer: NonNullable<BatchModel["scorer"]>, items: number) {
    this.#scorer = scorer;
    this.#items = items;
  }

  propose(history: readonly number[]): void {
    this.#score = this.#scorer(history);
  }

  scoreOf(row: number): number {
    return row < this.#items ? this.#score(row) : Number.NaN;
  }
}
