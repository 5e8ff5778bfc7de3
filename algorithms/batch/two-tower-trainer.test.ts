import { BinaryFormatError } from "@slipstream/contracts/binary";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { denseContent, InteractionsError } from "./interactions.ts";
import { TwoTower } from "./two-tower.ts";
import { trainTwoTower } from "./two-tower-trainer.ts";

const items = 61;
const groups = 6;
/** Users stay in a group of items; the last item is of group 0, and nobody has met it. */
const cold = items - 1;
const groupOf = (row: number) => row % groups;
const random = randomFrom([1]);
const sequences = Array.from({ length: 400 }, () => {
  const group = random.below(groups);
  return Int32Array.from({ length: 5 }, () => group + groups * random.below(10));
});
const oneHot = Float32Array.from({ length: items * groups }, (_, at) =>
  at % groups === groupOf(Math.floor(at / groups)) ? 1 : 0,
);
const content = denseContent(oneHot, groups);
const training = { seed: 1, dims: 16, hidden: 24, epochs: 4, batch: 32, samples: 16, rate: 0.005 };
const model = trainTwoTower({ items, sequences, content }, training);

function scores(of: TwoTower, history: number[]): number[] {
  const out = new Float64Array(of.shape.items);
  of.scoreAll(history, out);
  return [...out];
}

/** The share of the group's items among as many of the highest scores. */
function purity(all: number[], group: number): number {
  const best = [...all.keys()].sort((left, right) => all[right]! - all[left]!).slice(0, 10);
  return best.filter((row) => groupOf(row) === group).length / best.length;
}

describe("trainTwoTower", () => {
  test("learns which items go together, with content and without", () => {
    const bare = trainTwoTower({ items, sequences }, training);
    for (let row = 0; row < groups; row++) {
      expect(purity(scores(model, [row, row + groups]), row)).toBeGreaterThan(0.8);
      expect(purity(scores(bare, [row, row + groups]), row)).toBeGreaterThan(0.8);
    }
  });

  test("an item that nobody met, or that the catalogue did not have, goes by its content", () => {
    const all = scores(model, [0, 6]);
    const foreign = all.filter((_, row) => groupOf(row) !== 0);
    expect(all[cold]).toBeGreaterThan(Math.max(...foreign));
    const fresh = model.vectorOf({ terms: [0], weights: [1] });
    const dims = model.shape.dims;
    const known = model.vectors.subarray(cold * dims, (cold + 1) * dims);
    fresh.forEach((value, d) => {
      expect(value).toBeCloseTo(known[d]!, 5);
    });
  });

  test("the same seed gives the same bytes, another one others", () => {
    const few = { items, sequences: sequences.slice(0, 40), content };
    const bytes = trainTwoTower(few, training).toBytes();
    expect(trainTwoTower(few, training).toBytes()).toEqual(bytes);
    expect(trainTwoTower(few, { ...training, seed: 2 }).toBytes()).not.toEqual(bytes);
  });

  test("nothing, one item and one user give a model whose scores are finite", () => {
    expect(scores(trainTwoTower({ items: 0, sequences: [] }, training), [])).toEqual([]);
    const one = trainTwoTower({ items: 1, sequences: [Int32Array.of(0, 0)] }, training);
    expect(Number.isFinite(scores(one, [0])[0])).toBe(true);
    const user = trainTwoTower({ items: 3, sequences: [Int32Array.of(0, 1)] }, training);
    expect(scores(user, [0]).every(Number.isFinite)).toBe(true);
  });

  test("refuses content that is not finite", () => {
    const broken = denseContent(oneHot.with(3, Number.NaN), groups);
    const input = { items, sequences, content: broken };
    expect(() => trainTwoTower(input, training)).toThrow(InteractionsError);
  });
});

describe("TwoTower", () => {
  test("candidates score as the whole does; what is unknown scores 0 and is passed over", () => {
    const out = new Float32Array(3);
    model.score([5, 9], Int32Array.of(4, items, -1), out);
    expect([...out]).toEqual([Math.fround(scores(model, [5, 9])[4]!), 0, 0]);
    expect(scores(model, [-1, 5, items, 9])).toEqual(scores(model, [5, 9]));
    expect(scores(model, [])).toEqual(Array(items).fill(0));
  });

  test("comes back from its bytes, and from no others", () => {
    const bytes = model.toBytes();
    expect(scores(TwoTower.fromBytes(bytes), [3, 8])).toEqual(scores(model, [3, 8]));
    for (const [from, to, value] of [
      [0, 4, 0],
      [4, 5, 9],
      [5, 9, 255],
      [60, 64, 255],
    ] as const) {
      const broken = bytes.slice().fill(value, from, to);
      expect(() => TwoTower.fromBytes(broken)).toThrow(BinaryFormatError);
    }
    expect(() => TwoTower.fromBytes(bytes.subarray(0, -4))).toThrow(BinaryFormatError);
  });
});
