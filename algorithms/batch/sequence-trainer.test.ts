import { BinaryFormatError } from "@slipstream/contracts/binary";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { InteractionsError } from "./interactions.ts";
import { SequenceModel } from "./sequence-model.ts";
import { trainSequenceModel } from "./sequence-trainer.ts";

const items = 60;
/** After each item comes a certain other one, but for one step in ten. */
const next = (row: number) => (row * 7 + 3) % items;
const random = randomFrom([1]);
const sequences = Array.from({ length: 500 }, () => {
  const sequence = [random.below(items)];
  while (sequence.length < 6) {
    const wanders = random.unit() < 0.1;
    sequence.push(wanders ? random.below(items) : next(sequence.at(-1)!));
  }
  return Int32Array.from(sequence);
});
const training = { seed: 1, dims: 16, width: 8, length: 4, epochs: 5, batch: 32, samples: 16 };
const rate = 0.01;
const model = trainSequenceModel({ items, sequences }, { ...training, rate });

function scores(of: SequenceModel, history: number[]): number[] {
  const out = new Float64Array(of.shape.items);
  of.scoreAll(history, out);
  return [...out];
}

describe("trainSequenceModel", () => {
  test("learns what comes next", () => {
    let hits = 0;
    for (let row = 0; row < items; row++) {
      const all = scores(model, [row]);
      if (all.indexOf(Math.max(...all)) === next(row)) hits++;
    }
    expect(hits).toBeGreaterThan(0.9 * items);
  });

  test("learns that the second last item can matter", () => {
    // a x → b, c x → d: the last item alone cannot tell.
    const rows = [Int32Array.of(0, 2, 3), Int32Array.of(1, 2, 4)];
    const few = Array.from({ length: 200 }, (_, at) => rows[at % 2]!);
    const own = trainSequenceModel({ items: 5, sequences: few }, { ...training, rate, epochs: 20 });
    const [first, second] = [scores(own, [2, 0]), scores(own, [2, 1])];
    expect(first[3]).toBeGreaterThan(first[4]!);
    expect(second[4]).toBeGreaterThan(second[3]!);
  });

  test("the same seed gives the same bytes, another one others", () => {
    const few = { items, sequences: sequences.slice(0, 40) };
    const bytes = trainSequenceModel(few, training).toBytes();
    expect(trainSequenceModel(few, training).toBytes()).toEqual(bytes);
    expect(trainSequenceModel(few, { ...training, seed: 2 }).toBytes()).not.toEqual(bytes);
  });

  test("tells how far it is, and ends when it is told to", () => {
    const losses: number[] = [];
    const epochs: number[] = [];
    trainSequenceModel(
      { items, sequences },
      {
        ...training,
        onProgress: ({ loss }) => losses.push(loss),
        onEpoch: (_, epoch) => epochs.push(epoch) < 2,
      },
    );
    expect(epochs).toEqual([0, 1]);
    expect(losses.length).toBeGreaterThan(10);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });

  test("nothing, one item and one user give a model whose scores are finite", () => {
    const empty = trainSequenceModel({ items: 0, sequences: [] }, training);
    expect(scores(empty, [])).toEqual([]);
    const one = trainSequenceModel({ items: 1, sequences: [Int32Array.of(0, 0)] }, training);
    expect(scores(one, [0])[0]).toBeLessThanOrEqual(1 + 1e-6);
    const user = trainSequenceModel({ items: 3, sequences: [Int32Array.of(0, 1)] }, training);
    expect(scores(user, [0]).every(Number.isFinite)).toBe(true);
  });

  test("refuses rows that are not of the catalogue", () => {
    const input = { items: 1, sequences: [Int32Array.of(0, 1)] };
    expect(() => trainSequenceModel(input, training)).toThrow(InteractionsError);
  });

  test("says which size does not fit", () => {
    const input = { items, sequences };
    expect(() => trainSequenceModel(input, { ...training, dims: 20 })).toThrow(/dims .* 8 .* 20/);
    expect(() => trainSequenceModel(input, { ...training, batch: 30 })).toThrow(/batch .* 4 .* 30/);
  });
});

describe("SequenceModel", () => {
  test("candidates score as the whole does; what is unknown scores 0 and is passed over", () => {
    const out = new Float32Array(3);
    model.score([5, 9], Int32Array.of(4, items, -1), out);
    expect([...out]).toEqual([Math.fround(scores(model, [5, 9])[4]!), 0, 0]);
    expect(scores(model, [-1, 5, items, 9])).toEqual(scores(model, [5, 9]));
    expect(scores(model, [])).toEqual(Array(items).fill(0));
  });

  test("comes back from its bytes, and from no others", () => {
    const bytes = model.toBytes();
    expect(scores(SequenceModel.fromBytes(bytes), [3, 8])).toEqual(scores(model, [3, 8]));
    const refused = (change: (copy: Uint8Array) => void) => {
      const copy = bytes.slice();
      change(copy);
      expect(() => SequenceModel.fromBytes(copy)).toThrow(BinaryFormatError);
    };
    refused((copy) => copy.fill(0, 0, 4));
    refused((copy) => copy.fill(9, 4, 5));
    refused((copy) => copy.fill(255, 5, 9));
    refused((copy) => copy.fill(255, 40, 44));
    expect(() => SequenceModel.fromBytes(bytes.subarray(0, -4))).toThrow(BinaryFormatError);
    expect(() => SequenceModel.fromBytes(bytes.subarray(0, 7))).toThrow(BinaryFormatError);
  });
});
