import { expect, test } from "vitest";
import { VisitorsView } from "./visitors.ts";

const step = (row: number, values: object = {}) => ({
  ...{ visitorId: "v", session: 1, row, type: "view" as const, occurredAt: 1000 },
  ...values,
});

/** Takes a positive step as the steps' view does; says what was before it, if it is a visit. */
function take(view: VisitorsView, of: ReturnType<typeof step>) {
  const before = view.beforeVisit(of);
  view.apply(of, before !== undefined);
  return before;
}

test("what goes on with the visit before it is none of its own; the same thing again is one", () => {
  const view = new VisitorsView();
  expect(take(view, step(3, { type: "click" }))).toMatchObject({ recent: [], session: 1 });
  expect(take(view, step(3, { type: "view", occurredAt: 1001 }))).toBeUndefined();
  expect(take(view, step(3, { type: "purchase", occurredAt: 1002 }))).toBeUndefined();
  expect(take(view, step(4, { occurredAt: 1003 }))).toMatchObject({
    recent: [3],
    recentAt: [1000],
  });
  expect(take(view, step(4, { occurredAt: 1004 }))).toMatchObject({ recent: [4, 3], now: 1004 });
  expect(view.historyOf("v")?.recent).toEqual([4, 4, 3]);
});

test("a new session has nothing yet, but what came in earlier ones", () => {
  const view = new VisitorsView();
  for (const row of [3, 4]) take(view, step(row));
  expect(take(view, step(4, { session: 2 }))).toMatchObject({ recent: [], earlier: [4, 3] });
});

test("hidden and bought items stay until they are taken back, or the visitor is forgotten", () => {
  const view = new VisitorsView();
  view.apply(step(1, { type: "hide" }), false);
  view.apply(step(2, { type: "hide" }), false);
  view.apply(step(1, { type: "unhide" }), false);
  view.apply(step(5, { type: "purchase", orderId: "o" }), false);
  view.apply(step(6, { type: "purchase" }), false);
  view.apply(step(6, { type: "return" }), false);
  expect([...view.hiddenBy("v")]).toEqual([2]);
  expect([...view.boughtBy("v")]).toEqual([5]);
  expect(view.lastOrderOf({ visitorId: "v", row: 5 })).toBe("o");
  view.forget("v");
  expect(view.size).toBe(0);
  expect([...view.hiddenBy("v"), ...view.boughtBy("v")]).toEqual([]);
});
