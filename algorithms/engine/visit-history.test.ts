import { expect, test } from "vitest";
import { MAX_EARLIER, MAX_RECENT } from "./query.ts";
import { VisitHistory } from "./visit-history.ts";

test("a session's visits are recent, repeats kept; another session makes them earlier ones", () => {
  const history = new VisitHistory();
  history.begin(4);
  for (const [at, row] of [7, 8, 7].entries()) history.add(row, at);
  const query = history.query(99);
  expect(query).toEqual({
    session: 4,
    recent: [7, 8, 7],
    recentAt: [2, 1, 0],
    earlier: [],
    now: 99,
  });
  expect(history.earlierThan(4)).toEqual([]);
  expect(history.earlierThan(5)).toEqual([7, 8]);
  history.begin(5);
  history.add(9, 50);
  expect(history.query(51)).toMatchObject({ session: 5, recent: [9], earlier: [7, 8] });
  history.begin(5);
  expect(history.recent).toEqual([9]);
  // A query that was taken stays what it was.
  expect(query.recent).toEqual([7, 8, 7]);
});

test("keeps so many and no more", () => {
  const history = new VisitHistory();
  for (let session = 0; session < 4; session++) {
    history.begin(session);
    for (let row = 0; row < 60; row++) history.add(100 * session + row, row);
    expect(history.recent).toHaveLength(MAX_RECENT);
    expect(history.recentAt).toHaveLength(MAX_RECENT);
  }
  expect(history.earlier).toHaveLength(MAX_EARLIER);
  expect(history.earlier[0]).toBe(259);
});
