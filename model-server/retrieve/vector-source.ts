import type { Query } from "@slipstream/algorithms/engine/query";
import type { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { Source } from "@slipstream/algorithms/engine/source";
import { unit } from "@slipstream/algorithms/vector";
import type { FactorSpace, FactorsView } from "../views/factors.ts";

/** Nearest neighbours asked for, per candidate wanted: bias reorders them. */
const OVERFETCH = 2;

/**
 * Items whose output vectors point where a query does, by the index; ordered by the learner's own
 * score, bias + q · b: lengths count.
 */
export class VectorSource implements Source {
  readonly name: string;
  readonly #factors: FactorsView;
  readonly #vectorOf: (query: Query) => Float32Array | undefined;

  constructor(
    name: string,
    factors: FactorsView,
    vectorOf: (query: Query) => Float32Array | undefined,
  ) {
    this.name = name;
    this.#factors = factors;
    this.#vectorOf = vectorOf;
  }

  observe(): void {}

  score(query: Query, scores: RowScores, wanted: number): void {
    const { space } = this.#factors;
    const vector = this.#vectorOf(query);
    if (space === undefined || vector === undefined) return;
    for (const { row } of space.index.nearest(unit(vector), OVERFETCH * wanted)) {
      scores.set(space.places.itemOf(row), space.vectors.scoreAt(row, vector));
    }
  }

  /** NaN for an item without a vector, and without anything to compare it with. */
  scoreOf(query: Query, row: number): number {
    const { space } = this.#factors;
    const vector = this.#vectorOf(query);
    const place = space?.places.vectorOf(row) ?? -1;
    if (space === undefined || vector === undefined || place < 0) return Number.NaN;
    return space.vectors.scoreAt(place, vector);
  }
}

/** Items whose vectors are most like that of the item that the rail starts from, by cosine. */
export class ItemVectorSource implements Source {
  readonly name = "item_vector";
  readonly #factors: FactorsView;

  constructor(factors: FactorsView) {
    this.#factors = factors;
  }

  observe(): void {}

  score({ seeds, recent }: Query, scores: RowScores, wanted: number): void {
    const { space } = this.#factors;
    const place = placeOfSeed(space, seeds ?? recent);
    if (space === undefined || place < 0) return;
    for (const { row, cosine } of space.index.nearest(space.vectors.unitAt(place), wanted)) {
      scores.set(space.places.itemOf(row), cosine);
    }
  }
}

function placeOfSeed(space: FactorSpace | undefined, seeds: readonly number[]): number {
  const [seed] = seeds;
  return seed === undefined ? -1 : (space?.places.vectorOf(seed) ?? -1);
}
