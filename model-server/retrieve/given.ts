import type { Query } from "@slipstream/algorithms/engine/query";
import type { RowScores } from "@slipstream/algorithms/engine/row-scores";
import type { Source } from "@slipstream/algorithms/engine/source";

/** The candidates of a re-ranking request in the order in which they came. */
export class Given implements Source {
  readonly name = "given";

  observe(): void {}

  score({ given = [] }: Query, scores: RowScores): void {
    given.forEach((row, at) => {
      if (!scores.has(row)) scores.set(row, 1 / (at + 1));
    });
  }
}
