import { type Reference, referenceOf } from "@slipstream/algorithms/drift/reference";
import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { type Random, randomFrom } from "@slipstream/algorithms/random";
import { SCORE_COLUMN } from "@slipstream/contracts/model-reports";
import { MAX_UNSHOWN_ROWS } from "@slipstream/contracts/served";
import { rankColumns } from "../rank/rank-columns.ts";

/** Answers whose rows are kept. */
const MAX_ANSWERS = 1_500;
/** Items that an answer shows: the usual length of a rail. */
const SHOWN = 12;

/**
 * Rows of held-out answers as serving would have logged them: the best by the ranker, and some of the
 * others. What is served later is held against their distributions, column by column.
 */
export class ReferenceRows {
  readonly #every: number;
  readonly #random: Random = randomFrom([23]);
  readonly #values: Float32Array[] = [];
  readonly #scores: number[] = [];
  #answers = 0;

  /** Of so many answers an even share is kept. */
  constructor(answers: number) {
    this.#every = Math.max(1, Math.ceil(answers / MAX_ANSWERS));
  }

  /** Takes an answer's scores and what the ranker read. */
  add(scores: ArrayLike<number>, { rows, values }: FeatureTable): void {
    if (this.#answers++ % this.#every !== 0) return;
    const width = rankColumns.length;
    const order = Array.from(rows.keys()).sort((left, right) => scores[right]! - scores[left]!);
    const others = order.slice(SHOWN);
    for (const place of [...order.slice(0, SHOWN), ...this.#some(others)]) {
      this.#values.push(values.slice(place * width, (place + 1) * width));
      this.#scores.push(scores[place]!);
    }
  }

  /** One distribution a column, and the score's; undefined without rows. */
  references(): Record<string, Reference> | undefined {
    if (this.#values.length === 0) return undefined;
    const ofColumn = (column: number) => referenceOf(this.#values.map((row) => row[column]!));
    return {
      ...Object.fromEntries(rankColumns.map((name, column) => [name, ofColumn(column)])),
      [SCORE_COLUMN]: referenceOf(this.#scores),
    };
  }

  #some(places: number[]): number[] {
    const count = Math.min(MAX_UNSHOWN_ROWS, places.length);
    for (let at = 0; at < count; at++) {
      const other = at + this.#random.below(places.length - at);
      [places[at], places[other]] = [places[other]!, places[at]!];
    }
    return places.slice(0, count);
  }
}
