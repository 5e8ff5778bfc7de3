import { BinaryFormatError } from "@slipstream/contracts/binary";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { Ials, trainIals } from "./ials.ts";
import { gramOf, solveRow } from "./ials-solver.ts";
import { InteractionsError } from "./interactions.ts";

const items = 60;
const groups = 6;
const random = randomFrom([1]);
const sequences = Array.from({ length: 300 }, () => {
  const group = random.below(groups);
  return Int32Array.from({ length: 6 }, () => group + groups * random.below(10));
});
const training = { seed: 1, dims: 8, epochs: 6 };
const model = trainIals({ items, sequences }, training);

function scores(of: Ials, history: number[]): number[] {
  const out = new Float64Array(of.shape.items);
  of.scoreAll(history, out);
  return [...out];
}

describe("solveRow", () => {
  test("as many steps as dimensions solve the equations", () => {
    const dims = 8;
    const vectors = Float32Array.from({ length: 30 * dims }, () => random.unit() - 0.5);
    const gram = gramOf(vectors, 30, dims).map((value) => 0.1 * value);
    const met = Int32Array.of(2, 7, 11);
    const x = new Float32Array(dims);
    solveRow({ vectors, dims, gram, penaltyOf: () => 0.5 }, met, x, 2 * dims);
    for (let d = 0; d < dims; d++) {
      let left = 0.5 * x[d]!;
      for (let at = 0; at < dims; at++) left += gram[d * dims + at]! * x[at]!;
      let right = 0;
      for (const row of met) {
        let along = 0;
        for (let at = 0; at < dims; at++) along += vectors[row * dims + at]! * x[at]!;
        right += (1 - along) * vectors[row * dims + d]!;
      }
      expect(left).toBeCloseTo(right, 4);
    }
  });

  test("the Gram matrix of more rows than one product takes", () => {
    const vectors = Float32Array.from({ length: 2_100 * 8 }, (_, at) => (at % 8 === 0 ? 1 : 0));
    const gram = gramOf(vectors, 2_100, 8);
    expect(gram[0]).toBe(2_100);
    expect(gram.subarray(1).every((value) => value === 0)).toBe(true);
  });
});

describe("Ials", () => {
  test("who met some of a group is near to the others of it", () => {
    for (let group = 0; group < groups; group++) {
      const all = scores(model, [group, group + groups]);
      const best = [...all.keys()].sort((left, right) => all[right]! - all[left]!).slice(0, 10);
      expect(best.filter((row) => row % groups === group).length).toBeGreaterThan(8);
    }
  });

  test("the same seed gives the same bytes, another one others", () => {
    const few = { items, sequences: sequences.slice(0, 40) };
    const bytes = trainIals(few, training).toBytes();
    expect(trainIals(few, training).toBytes()).toEqual(bytes);
    expect(trainIals(few, { ...training, seed: 2 }).toBytes()).not.toEqual(bytes);
  });

  test("candidates score as the whole does; what is unknown is passed over", () => {
    const out = new Float32Array(3);
    model.score([5, 9], Int32Array.of(4, items, -1), out);
    expect([...out]).toEqual([Math.fround(scores(model, [5, 9])[4]!), 0, 0]);
    expect(scores(model, [5, -1, 9, 5, items])).toEqual(scores(model, [5, 9]));
    expect(scores(model, [])).toEqual(Array(items).fill(0));
  });

  test("nothing, one item and one user give a model whose scores are finite", () => {
    expect(scores(trainIals({ items: 0, sequences: [] }, training), [])).toEqual([]);
    const one = trainIals({ items: 1, sequences: [Int32Array.of(0)] }, training);
    expect(scores(one, [0]).every(Number.isFinite)).toBe(true);
    const user = trainIals({ items: 3, sequences: [Int32Array.of(0, 1)] }, training);
    expect(scores(user, [0]).every(Number.isFinite)).toBe(true);
  });

  test("refuses rows that are not of the catalogue", () => {
    const input = { items: 1, sequences: [Int32Array.of(1)] };
    expect(() => trainIals(input, training)).toThrow(InteractionsError);
  });

  test("comes back from its bytes, and from no others", () => {
    const bytes = model.toBytes();
    expect(scores(Ials.fromBytes(bytes), [3, 8])).toEqual(scores(model, [3, 8]));
    for (const [from, to, value] of [
      [0, 4, 0],
      [4, 5, 9],
      [5, 9, 255],
      [40, 44, 255],
    ] as const) {
      const broken = bytes.slice().fill(value, from, to);
      expect(() => Ials.fromBytes(broken)).toThrow(BinaryFormatError);
    }
    expect(() => Ials.fromBytes(bytes.subarray(0, -4))).toThrow(BinaryFormatError);
  });
});
