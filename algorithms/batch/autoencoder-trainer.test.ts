import { BinaryFormatError } from "@slipstream/contracts/binary";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { Autoencoder } from "./autoencoder.ts";
import { trainAutoencoder } from "./autoencoder-trainer.ts";
import { InteractionsError } from "./interactions.ts";

const items = 60;
const groups = 6;
const random = randomFrom([1]);
const sequences = Array.from({ length: 300 }, () => {
  const group = random.below(groups);
  return Int32Array.from({ length: 6 }, () => group + groups * random.below(10));
});
const training = { seed: 1, dims: 16, epochs: 12, batch: 32, samples: 16, rate: 0.02 };
const model = trainAutoencoder({ items, sequences }, training);

function scores(of: Autoencoder, history: number[]): number[] {
  const out = new Float64Array(of.shape.items);
  of.scoreAll(history, out);
  return [...out];
}

describe("trainAutoencoder", () => {
  test("fills up sets: the highest scores are of the history's group", () => {
    for (let group = 0; group < groups; group++) {
      const all = scores(model, [group, group + groups]);
      const best = [...all.keys()].sort((left, right) => all[right]! - all[left]!).slice(0, 10);
      expect(best.filter((row) => row % groups === group).length).toBeGreaterThan(8);
    }
  });

  test("who has no history gets what is met most", () => {
    const rows = Array.from({ length: 90 }, (_, at) => Int32Array.of(at % 9, 9));
    const own = trainAutoencoder({ items: 10, sequences: rows }, training);
    const all = scores(own, []);
    expect(all.indexOf(Math.max(...all))).toBe(9);
  });

  test("the same seed gives the same bytes, another one others", () => {
    const few = { items, sequences: sequences.slice(0, 40) };
    const bytes = trainAutoencoder(few, training).toBytes();
    expect(trainAutoencoder(few, training).toBytes()).toEqual(bytes);
    expect(trainAutoencoder(few, { ...training, seed: 2 }).toBytes()).not.toEqual(bytes);
  });

  test("nothing, one item and one user give a model whose scores are finite", () => {
    expect(scores(trainAutoencoder({ items: 0, sequences: [] }, training), [])).toEqual([]);
    const one = trainAutoencoder({ items: 1, sequences: [Int32Array.of(0, 0)] }, training);
    expect(Number.isFinite(scores(one, [0])[0])).toBe(true);
    const user = trainAutoencoder({ items: 3, sequences: [Int32Array.of(0, 1)] }, training);
    expect(scores(user, [0]).every(Number.isFinite)).toBe(true);
  });

  test("refuses rows that are not of the catalogue", () => {
    const input = { items: 1, sequences: [Int32Array.of(0, 1)] };
    expect(() => trainAutoencoder(input, training)).toThrow(InteractionsError);
  });
});

describe("Autoencoder", () => {
  test("candidates score as the whole does; an item twice counts once", () => {
    const out = new Float32Array(3);
    model.score([5, 9], Int32Array.of(4, items, -1), out);
    expect([...out]).toEqual([Math.fround(scores(model, [5, 9])[4]!), 0, 0]);
    expect(scores(model, [5, -1, 9, 5, items])).toEqual(scores(model, [5, 9]));
  });

  test("comes back from its bytes, and from no others", () => {
    const bytes = model.toBytes();
    expect(scores(Autoencoder.fromBytes(bytes), [3, 8])).toEqual(scores(model, [3, 8]));
    for (const [from, to, value] of [
      [0, 4, 0],
      [4, 5, 9],
      [5, 9, 255],
      [40, 44, 255],
    ] as const) {
      const broken = bytes.slice().fill(value, from, to);
      expect(() => Autoencoder.fromBytes(broken)).toThrow(BinaryFormatError);
    }
    expect(() => Autoencoder.fromBytes(bytes.subarray(0, -4))).toThrow(BinaryFormatError);
  });
});
