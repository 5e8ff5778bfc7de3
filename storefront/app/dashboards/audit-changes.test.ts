import { expect, test } from "vitest";
import { changesOf } from "./audit-changes.ts";

test("only what differs is told, part by part", () => {
  const before = { name: "Spring", value: 10, tags: ["a"], gone: true };
  const after = { name: "Spring", value: 20, tags: ["a", "b"], fresh: "" };
  expect(changesOf(before, after)).toEqual([
    { name: "value", from: "10", to: "20" },
    { name: "tags", from: "a", to: "a, b" },
    { name: "gone", from: "true" },
    { name: "fresh", to: "nothing" },
  ]);
});

test("what has no parts is told whole; where nothing is known, nothing", () => {
  expect(changesOf(true, false)).toEqual([{ name: "", from: "true", to: "false" }]);
  expect(changesOf(["buyer"], ["buyer", "admin"])).toEqual([
    { name: "", from: "buyer", to: "buyer, admin" },
  ]);
  expect(changesOf(undefined, undefined)).toEqual([]);
});

test("long texts are cut", () => {
  const [change] = changesOf(undefined, { text: "x".repeat(500) });
  expect(change?.to).toHaveLength(120);
});
