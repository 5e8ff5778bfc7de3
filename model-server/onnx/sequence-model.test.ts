import { SequenceModel } from "@slipstream/algorithms/batch/sequence-model";
import { firstSequenceWeights } from "@slipstream/algorithms/batch/sequence-weights";
import { randomFrom } from "@slipstream/algorithms/random";
import { expect, test } from "vitest";
import { sequenceModelOnnx } from "./sequence-model.ts";
import { OnnxSession } from "./session.ts";

const MAX_DIFFERENCE = 1e-5;

test("the runtime scores as the model does, for histories of every length", async () => {
  const shape = { items: 50, dims: 16, width: 8, length: 6, scale: 16 };
  const weights = firstSequenceWeights(shape, 7);
  const random = randomFrom([7, 1]);
  weights.mix = weights.mix.map(() => random.unit() - 0.5);
  const model = new SequenceModel(shape, weights);
  const session = await OnnxSession.load(sequenceModelOnnx(model));
  const everything = { values: model.vectors, rows: shape.items, columns: shape.dims };
  for (let count = 1; count <= shape.length; count++) {
    const history = Array.from({ length: count }, () => random.below(shape.items));
    const values = new Float32Array(count * shape.dims);
    history.forEach((row, place) => {
      const from = row * shape.dims;
      values.set(model.vectors.subarray(from, from + shape.dims), place * shape.dims);
    });
    const scores = await session.run({
      history: { values, rows: count, columns: shape.dims },
      candidates: everything,
    });
    const expected = new Float64Array(shape.items);
    model.scoreAll(history, expected);
    expected.forEach((score, row) => {
      expect(Math.abs(scores[row]! - score)).toBeLessThan(MAX_DIFFERENCE);
    });
  }
  await session.release();
});
