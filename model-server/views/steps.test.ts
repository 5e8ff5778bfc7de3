import { expect, test } from "vitest";
import { requestFor, smallShop, stepFactory } from "../testing/shop.ts";
import { visitsOf } from "../visits.ts";

const step = stepFactory();
const who = { visitorId: "me", sessionId: "mine" };

test("a new visit is told of before anything has learnt it; one of the archive is not told of", () => {
  const model = smallShop();
  const told: { itemId: string; pairs: number; recent: string[] }[] = [];
  model.steps.onVisit = ({ row, before }) => {
    const recent = before.recent.map((seen) => model.ids.idOf(seen));
    const pairs = model.engine.near.pairWeight(before.recent[0] ?? row, row);
    told.push({ itemId: model.ids.idOf(row), pairs, recent });
  };
  const before = model.engine.near.pairWeight(
    model.ids.ensure("rugs-1"),
    model.ids.ensure("rugs-2"),
  );
  model.steps.apply(5, [step({ ...who, itemId: "rugs-1" }), step({ ...who, itemId: "rugs-2" })]);
  model.steps.load(step({ ...who, itemId: "rugs-3" }));
  expect(told.map(({ itemId, recent }) => [itemId, ...recent])).toEqual([
    ["rugs-1"],
    ["rugs-2", "rugs-1"],
  ]);
  expect(told[1]!.pairs).toBe(before);
  const after = model.engine.near.pairWeight(
    model.ids.ensure("rugs-1"),
    model.ids.ensure("rugs-2"),
  );
  expect(after).toBeGreaterThan(before);
});

test("who is forgotten is nobody's neighbour, and has no history", () => {
  const model = smallShop();
  for (const itemId of ["lamps-1", "lamps-7"]) model.steps.apply(5, [step({ ...who, itemId })]);
  const [seed, other] = ["lamps-1", "lamps-7"].map((itemId) => model.ids.ensure(itemId));
  const neighbours = () => {
    const query = { recent: [seed!], recentAt: [0], earlier: [], now: 0, session: -1 };
    const asks = ({ name }: { name: string }) => name === "session_knn";
    return [...model.engine.table(query, { perSource: 9, asks }).rows];
  };
  expect(neighbours()).toContain(other);
  expect(model.steps.visitors.historyOf("me")?.recent).toEqual([other, seed]);
  model.steps.forget({ visitorIds: ["me"], sessionIds: ["mine", "unknown"] });
  expect(neighbours()).not.toContain(other);
  expect(model.steps.visitors.historyOf("me")).toBeUndefined();
  expect(model.steps.sessions.numberOf("mine")).toBe(-1);
});

test("a question knows the session's repeats from the log, and what only Redis or the page knows", () => {
  const model = smallShop();
  const rowOf = (itemId: string) => model.ids.ensure(itemId);
  for (const itemId of ["rugs-1", "lamps-1", "rugs-1"]) {
    model.steps.apply(5, [step({ ...who, itemId, occurredAt: 5000 })]);
  }
  const recentOf = (itemIds: string[], fromPage: string[] = []) => {
    const recent = itemIds.map((itemId) => ({ itemId, type: "view" as const, occurredAt: 6000 }));
    const session = { spaceId: 1, decayedAt: 0, steps: 3, vector: new Float32Array(8), recent };
    const visitor = { session, recent, hidden: new Set<string>(), complete: true };
    return visitsOf({ model, request: requestFor(who), visitor, fromPage, nowMs: 9000 });
  };
  const told = recentOf(["rugs-1", "lamps-1"], ["cups-3"]);
  expect(told.recent).toEqual(["cups-3", "rugs-1", "lamps-1", "rugs-1"].map(rowOf));
  expect(told.recentAt).toEqual([9000, 5000, 5000, 5000]);
  expect(told.session).toBe(model.steps.sessions.numberOf("mine"));
  // Redis is ahead of the log.
  expect(recentOf(["cups-5", "rugs-1", "lamps-1"]).recent).toEqual(
    ["cups-5", "rugs-1", "lamps-1"].map(rowOf),
  );
  expect(recentOf(["never-heard-of", "rugs-1"]).recent[0]).toBe(rowOf("rugs-1"));
});
