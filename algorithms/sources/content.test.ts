import { expect, test } from "vitest";
import { ContentIndex } from "../content.ts";
import { asked } from "../testing/asked.ts";
import { ContentSource } from "./content.ts";

const index = new ContentIndex();
const things = ["red cup", "red mug", "red bowl", "oak table", "oak chair", "oak desk"];
things.forEach((thing, row) => {
  index.upsert(row, new Map(thing.split(" ").map((word) => [word, 1])));
});
const source = new ContentSource(index);

test("of one seed the most alike come first, by cosine", () => {
  const [first] = asked(source, { recent: [0] });
  expect(first!.row).toBe(1);
  expect(first!.score).toBeCloseTo(index.similarity(0, 1), 12);
  expect(asked(source, { recent: [0], seeds: [3] })[0]!.row).toBe(4);
  expect(asked(source, {})).toEqual([]);
});

test("of several seeds each list has its places, by rank: .7^g / (2 + rank); seeds are not in it", () => {
  const found = asked(source, { recent: [3, 0, 3] });
  expect(found.map(({ row }) => row)).toEqual([4, 5, 1, 2]);
  const scores = [1 / 3, 1 / 4, 0.7 / 3, 0.7 / 4];
  expect(found.map(({ score }) => score)).toEqual(scores.map((score) => expect.closeTo(score, 9)));
});
