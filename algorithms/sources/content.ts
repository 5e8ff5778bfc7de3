import type { ContentIndex } from "../content.ts";
import type { Interaction, Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/** Seeds whose like are proposed. */
const MAX_SEEDS = 4;
/** What one more step back leaves of an item's say. */
export const CONTENT_DECAY = 0.7;
/** How evenly the seeds' lists are mixed: places by which a list's start is held back. */
const HOLD_BACK = 2;

/**
 * Items that are described alike: same kind of thing, same look, same maker. Knows every product
 * from its first moment, whether anyone has seen it or not. Of several seeds the lists are mixed,
 * Σ_h decay^g / (HOLD_BACK + rank in h's list), after reciprocal rank fusion (Cormack, Clarke &
 * Büttcher, SIGIR 2009). Cosines of different seeds do not compare: by them the seed with the closest
 * relatives would take all places.
 */
export class ContentSource implements Source {
  readonly name = "content";
  readonly #index: ContentIndex;

  constructor(index: ContentIndex) {
    this.#index = index;
  }

  observe(_event: Interaction): void {}

  score({ seeds, recent }: Query, scores: RowScores, wanted: number): void {
    const distinct = [...new Set(seeds ?? recent)].slice(0, MAX_SEEDS);
    const [only] = distinct;
    if (distinct.length === 1) {
      const { rows, scores: cosines } = this.#index.alike(only!, wanted);
      rows.forEach((row, at) => {
        scores.set(row, cosines[at]!);
      });
      return;
    }
    distinct.forEach((seed, gap) => {
      this.#index.alike(seed, wanted).rows.forEach((row, at) => {
        if (!distinct.includes(row)) scores.add(row, CONTENT_DECAY ** gap / (HOLD_BACK + at + 1));
      });
    });
  }
}
