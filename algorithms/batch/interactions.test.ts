import { expect, test } from "vitest";
import {
  checkInteractions,
  denseContent,
  InteractionsError,
  itemCounts,
  predictionsOf,
} from "./interactions.ts";

const sequences = [
  Int32Array.of(0, 1, 2),
  Int32Array.of(1),
  new Int32Array(0),
  Int32Array.of(2, 2),
];

test("every place that has something before it is a prediction", () => {
  const { sequence, position } = predictionsOf({ items: 3, sequences });
  expect([...sequence]).toEqual([0, 0, 3]);
  expect([...position]).toEqual([1, 2, 1]);
});

test("items count what their sequences do", () => {
  expect([...itemCounts({ items: 4, sequences })]).toEqual([1, 2, 3, 0]);
  const weights = Float32Array.of(2, 1, 1, 0.5);
  expect([...itemCounts({ items: 4, sequences, weights })]).toEqual([2, 3, 3, 0]);
});

test("dense features are content with every term", () => {
  const content = denseContent(Float32Array.of(1, 2, 3, 4, 5, 6), 2);
  expect(content.size).toBe(2);
  expect([...content.offsets]).toEqual([0, 2, 4, 6]);
  expect([...content.terms]).toEqual([0, 1, 0, 1, 0, 1]);
  expect(() => checkInteractions({ items: 3, sequences, content })).not.toThrow();
});

test.each([
  ["a row beyond the catalogue", { items: 2, sequences }],
  ["a row below 0", { items: 2, sequences: [Int32Array.of(-1)] }],
  ["no number of items", { items: Number.NaN, sequences: [] }],
  ["too few weights", { items: 3, sequences, weights: Float32Array.of(1) }],
  ["a weight of 0", { items: 3, sequences, weights: Float32Array.of(1, 0, 1, 1) }],
  ["a NaN", { items: 3, sequences, content: denseContent(Float32Array.of(1, Number.NaN, 2), 1) }],
  ["content of other items", { items: 3, sequences, content: denseContent(Float32Array.of(1), 1) }],
  [
    "an unknown term",
    {
      ...{ items: 1, sequences: [] },
      content: {
        ...{ size: 1, offsets: Int32Array.of(0, 1) },
        ...{ terms: Int32Array.of(1), weights: Float32Array.of(1) },
      },
    },
  ],
])("refuses %s", (_, interactions) => {
  expect(() => checkInteractions(interactions)).toThrow(InteractionsError);
});
