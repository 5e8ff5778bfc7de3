import { describe, expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { BatchRows } from "./batch-rows.ts";
import { MatrixMemory } from "./matrix-memory.ts";
import type { HistoryBatch } from "./sequence-attention.ts";
import { SequenceEncoder } from "./sequence-encoder.ts";
import { SequenceModel } from "./sequence-model.ts";
import { firstSequenceWeights } from "./sequence-weights.ts";

const shape = { items: 10, dims: 8, width: 4, length: 3, scale: 1 };
const batch = 4;
const capacity = 24;
const random = randomFrom([3]);
const noise = () => 2 * random.unit() - 1;

/** Three histories, newest first, one with an item twice; the fourth example only fills up. */
const given = [[4], [2, 4, 2], [7, 0, 3]];

function setUp() {
  const weights = firstSequenceWeights(shape, 5);
  weights.mix = weights.mix.map(noise);
  const memory = MatrixMemory.ofSingles(SequenceEncoder.sizes(shape, batch, capacity));
  const encoder = new SequenceEncoder({ shape, weights, memory, batch, capacity });
  const rows = new BatchRows(shape.items, capacity);
  rows.begin();
  for (const row of [9, 2]) rows.candidate(row);
  for (const row of given.flat()) rows.input(row);
  rows.arrange();
  const lengths = Int32Array.from({ length: batch }, (_, at) => given[at]?.length ?? 0);
  const histories = new Int32Array(batch * shape.length);
  given.forEach((history, example) => {
    history.forEach((row, place) => {
      histories[example * shape.length + place] = rows.placeOf(row);
    });
  });
  const { vectors } = new SequenceModel(shape, encoder.weights);
  for (let place = 0; place < rows.size; place++) {
    const from = rows.rows[place]! * shape.dims;
    encoder.items.set(vectors.subarray(from, from + shape.dims), place * shape.dims);
  }
  return { encoder, input: { rows, histories, lengths } satisfies HistoryBatch };
}

describe("SequenceEncoder", () => {
  test("gives the sessions that the model gives", () => {
    const { encoder, input } = setUp();
    encoder.forward(input, { share: 0, random });
    const model = new SequenceModel(shape, encoder.weights);
    given.forEach((history, example) => {
      const session = model.session(history);
      for (let d = 0; d < shape.dims; d++) {
        expect(encoder.sessions[example * shape.dims + d]).toBeCloseTo(session[d]!, 5);
      }
    });
  });

  test("its gradients are the slopes that small steps measure", () => {
    const { encoder, input } = setUp();
    const direction = Float32Array.from({ length: batch * shape.dims }, noise);
    const value = () => {
      encoder.forward(input, { share: 0, random });
      return encoder.sessions.reduce((sum, number, at) => sum + number * direction[at]!, 0);
    };
    value();
    encoder.sessionGradients.set(direction);
    encoder.backward(input);
    const pairs = [
      [encoder.items.subarray(0, input.rows.size * shape.dims), encoder.itemGradients],
      ...(["attention", "places", "voice", "recency", "mix"] as const).map((key) => [
        encoder.weights[key],
        encoder.gradients[key],
      ]),
    ];
    const step = 1e-2;
    for (const [values, gradients] of pairs) {
      const slopes = gradients!.slice();
      for (let at = 0; at < values!.length; at++) {
        const before = values![at]!;
        values![at] = before + step;
        const above = value();
        values![at] = before - step;
        const below = value();
        values![at] = before;
        expect(Math.abs(slopes[at]! - (above - below) / (2 * step))).toBeLessThan(2e-3);
      }
    }
  });
});
