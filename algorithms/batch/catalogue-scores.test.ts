import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { CatalogueScores } from "./catalogue-scores.ts";
import { SequenceModel } from "./sequence-model.ts";
import { firstSequenceWeights } from "./sequence-weights.ts";

test("many at once score as one after the other", () => {
  const shape = { items: 27, dims: 8, width: 4, length: 5, scale: 16 };
  const model = new SequenceModel(shape, firstSequenceWeights(shape, 3));
  const random = randomFrom([1]);
  const histories = Array.from({ length: 6 }, (_, count) =>
    Array.from({ length: count }, () => random.below(shape.items)),
  );
  const scores = new CatalogueScores({ vectors: model.vectors, dims: shape.dims, batch: 6 });
  histories.forEach((history, index) => {
    scores.setQuery(index, model.session(history));
  });
  for (let repeat = 0; repeat < 2; repeat++) {
    const all = scores.run();
    const one = new Float64Array(shape.items);
    histories.forEach((history, index) => {
      model.scoreAll(history, one);
      one.forEach((score, row) => {
        expect(all[index * scores.width + row]).toBeCloseTo(score, 5);
      });
    });
  }
});
