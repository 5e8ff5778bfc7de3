import { BinaryFormatError } from "@slipstream/contracts/binary";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { Ease } from "./ease.ts";
import { InteractionsError } from "./interactions.ts";

const rows = (...values: number[]) => Int32Array.from(values);

function scores(model: Ease, history: number[]): number[] {
  const out = new Float64Array(model.items);
  model.scoreAll(history, out);
  return [...out];
}

describe("EASE", () => {
  test("two items by hand", () => {
    // XᵀX + I = [[4, 2], [2, 3]], P = [[3, −2], [−2, 4]] / 8, B[0][1] = 2/4, B[1][0] = 2/3.
    const sequences = [rows(0, 1), rows(1, 0), rows(0)];
    const model = Ease.train({ items: 2, sequences }, { regularisation: 1 });
    expect(scores(model, [0])[1]).toBeCloseTo(0.5, 6);
    expect(scores(model, [1])[0]).toBeCloseTo(2 / 3, 6);
    expect(scores(model, [0])[0]).toBe(0);
  });

  test("solves its own equations: each column is the least squares fit on the others", () => {
    const random = randomFrom([4]);
    const items = 90;
    const sequences = Array.from({ length: 400 }, () =>
      Int32Array.from({ length: 1 + random.below(8) }, () => random.below(items)),
    );
    const lambda = 3;
    const model = Ease.train({ items, sequences }, { regularisation: lambda, keep: items });
    const weights = Array.from({ length: items }, (_, item) => scores(model, [item]));
    const sets = sequences.map((sequence) => [...new Set(sequence)]);
    // The slope of ‖x_j − X b_j‖² + λ‖b_j‖² in every weight but the one of j itself is 0.
    for (const column of [0, 17, 89]) {
      const slopes = weights.map((own) => lambda * own[column]!);
      for (const set of sets) {
        const predicted = set.reduce((sum, item) => sum + weights[item]![column]!, 0);
        const rest = predicted - (set.includes(column) ? 1 : 0);
        for (const item of set) slopes[item] = slopes[item]! + rest;
      }
      slopes.forEach((slope, item) => {
        if (item !== column) expect(Math.abs(slope)).toBeLessThan(1e-4);
      });
    }
  });

  test("what is further back counts less, and candidates score as the whole does", () => {
    const sequences = [rows(0, 1), rows(0, 1), rows(2, 3), rows(2, 3)];
    const model = Ease.train({ items: 5, sequences }, { regularisation: 1, recency: 0.5 });
    const all = scores(model, [0, 2]);
    expect(all[3]! / all[1]!).toBeCloseTo(0.5, 6);
    const out = new Float32Array(3);
    model.score([0, 2], rows(3, 1, -1), out);
    expect([...out]).toEqual([Math.fround(all[3]!), Math.fround(all[1]!), 0]);
  });

  test("learns the items met most often when there are more than it may take", () => {
    const sequences = [rows(0, 1), rows(0, 1), rows(2, 3)];
    const model = Ease.train({ items: 4, sequences }, { maxItems: 2, regularisation: 1 });
    expect(scores(model, [0])[1]).toBeGreaterThan(0);
    expect(scores(model, [2])).toEqual([0, 0, 0, 0]);
  });

  test("nothing, one item and one user give a model that says nothing", () => {
    expect(scores(Ease.train({ items: 0, sequences: [] }), [])).toEqual([]);
    expect(scores(Ease.train({ items: 1, sequences: [rows(0)] }), [0])).toEqual([0]);
    expect(scores(Ease.train({ items: 2, sequences: [rows(0)] }), [7, -1])).toEqual([0, 0]);
  });

  test("refuses rows that are not of the catalogue", () => {
    expect(() => Ease.train({ items: 2, sequences: [rows(2)] })).toThrow(InteractionsError);
  });

  test("comes back from its bytes, and from no others", () => {
    const model = Ease.train({ items: 4, sequences: [rows(0, 1), rows(1, 2), rows(0, 3)] });
    const bytes = model.toBytes();
    expect(scores(Ease.fromBytes(bytes), [1, 0])).toEqual(scores(model, [1, 0]));
    expect(() => Ease.fromBytes(bytes.subarray(0, -1))).toThrow(BinaryFormatError);
    expect(() => Ease.fromBytes(new Uint8Array(40))).toThrow(BinaryFormatError);
    expect(() => Ease.fromBytes(Uint8Array.of(...bytes, 0))).toThrow(BinaryFormatError);
    const newer = bytes.slice();
    newer[4] = 9;
    expect(() => Ease.fromBytes(newer)).toThrow(BinaryFormatError);
  });
});
