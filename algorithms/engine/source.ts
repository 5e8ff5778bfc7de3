import type { Interaction, Query } from "./query.ts";
import type { RowScores } from "./row-scores.ts";

/**
 * One way of finding candidates: it learns from every event and scores items for a query. Scores of
 * one source compare with each other, not across sources; higher is better.
 */
export interface Source {
  readonly name: string;
  /** Learns one event; `before` is the visitor's state just before it. */
  observe(event: Interaction, before: Query): void;
  /**
   * Scores what it has something to say of. `scores` comes cleared; the best `wanted` that may be
   * shown will be taken.
   */
  score(query: Query, scores: RowScores, wanted: number): void;
  /**
   * For sources that can score any item, but proposed only some: the score of one more candidate.
   * Without it an item that was not proposed has no score.
   */
  scoreOf?(query: Query, row: number): number;
  /** How far what it says of a proposed item is to be believed, 0 … 1; 1 where it does not say. */
  trustOf?(query: Query, row: number, score: number): number;
  /** Lets go of a session: deletion. For sources that keep sessions. */
  forget?(session: number): void;
}
