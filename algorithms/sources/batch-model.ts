import type { Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/** A model that is trained in batch and then only read: EASE, an autoencoder, a sequence model. */
export interface BatchModel {
  /** out[row] = score of every item for a history, newest first. */
  scoreAll(history: ArrayLike<number>, out: Float32Array): void;
}

/** Proposals that are looked at by `top` of a source: more than any caller takes. */
const PROPOSED = 400;

/** A place for a batch model among the sources: empty until one is trained, then swapped whole. */
export class BatchModelSource implements Source {
  readonly name: string;
  #model: BatchModel | undefined;
  #scores = new Float32Array(0);
  #sorted = new Float32Array(0);

  constructor(name: string) {
    this.name = name;
  }

  /** Puts another model in its place. `items`: how many it knows; later ones have no score. */
  use(model: BatchModel, items: number): void {
    this.#model = model;
    this.#scores = new Float32Array(items);
    this.#sorted = new Float32Array(items);
  }

  observe(): void {}

  score({ recent, earlier }: Query, scores: RowScores): void {
    if (this.#model === undefined || recent.length + earlier.length === 0) return;
    this.#model.scoreAll([...recent, ...earlier], this.#scores);
    const floor = this.#floor();
    for (let row = 0; row < this.#scores.length; row++) {
      if (this.#scores[row]! >= floor) scores.set(row, this.#scores[row]!);
    }
  }

  scoreOf({ recent, earlier }: Query, row: number): number {
    if (recent.length + earlier.length === 0) return Number.NaN;
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
