import type { Query } from "../engine/query.ts";
import type { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/** What one more step back leaves of an item's say. */
const DECAY = 0.9;
const EARLIER_DECAY = 0.97;
const EARLIER_SHARE = 0.3;

/**
 * The visitor's own items, looked at again: of the session by recency and count, of earlier sessions
 * by recency. In a shop a third of all clicks go back to what was seen.
 */
export class Repeat implements Source {
  readonly name = "repeat";

  observe(): void {}

  score({ recent, earlier }: Query, scores: RowScores): void {
    let say = 1;
    for (const row of recent) {
      scores.add(row, say);
      say *= DECAY;
    }
    say = EARLIER_SHARE;
    for (const row of earlier) {
      scores.add(row, say);
      say *= EARLIER_DECAY;
    }
  }
}
