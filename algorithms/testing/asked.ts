import type { Query } from "../engine/query.ts";
import { RowScores } from "../engine/row-scores.ts";
import type { Source } from "../engine/source.ts";

/** A query with what a test names of it. */
export function queryOf(values: Partial<Query> = {}): Query {
  return { recent: [], recentAt: [], earlier: [], now: 0, session: -1, ...values };
}

/** What a source says of a query, best first: row, score and trust. */
export function asked(source: Source, values: Partial<Query>, wanted = 99) {
  const query = queryOf(values);
  const scores = new RowScores();
  source.score(query, scores, wanted);
  return Array.from(scores.top(wanted), (row) => {
    const score = scores.get(row);
    return { row, score, trust: source.trustOf?.(query, row, score) ?? 1 };
  });
}

/** Scores by row. */
export function scoresOf(source: Source, values: Partial<Query>): Map<number, number> {
  return new Map(asked(source, values).map(({ row, score }) => [row, score]));
}
