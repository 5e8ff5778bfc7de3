import { expect, test } from "vitest";
import { compareOrders } from "./flip.ts";

test("an equal order is no change", () => {
  const change = compareOrders(["a", "b"], ["a", "b"]);
  expect(change).toEqual({ entered: [], left: [], moved: [] });
});

test("only cards that changed are named", () => {
  expect(compareOrders(["a", "b", "c", "d"], ["a", "d", "c", "e"])).toEqual({
    entered: ["e"],
    left: [{ id: "b", from: 1 }],
    moved: [{ id: "d", from: 3, to: 1 }],
  });
});

test("a first rail has only entered, an emptied one only left", () => {
  expect(compareOrders([], ["a"])).toEqual({ entered: ["a"], left: [], moved: [] });
  expect(compareOrders(["a"], [])).toEqual({
    entered: [],
    left: [{ id: "a", from: 0 }],
    moved: [],
  });
});

test("a removed card lets all after it move up", () => {
  const { entered, moved } = compareOrders(["a", "b", "c"], ["b", "c"]);
  expect(entered).toEqual([]);
  expect(moved).toEqual([
    { id: "b", from: 1, to: 0 },
    { id: "c", from: 2, to: 1 },
  ]);
});
