import { trainTwoTower } from "@slipstream/algorithms/batch/two-tower-trainer";
import { randomFrom } from "@slipstream/algorithms/random";
import { expect, test } from "vitest";
import { OnnxSession } from "./session.ts";
import { twoTowerOnnx } from "./two-tower.ts";

const MAX_DIFFERENCE = 1e-5;

test("the runtime scores as the model does", async () => {
  const items = 40;
  const random = randomFrom([11]);
  const sequences = Array.from({ length: 60 }, () =>
    Int32Array.from({ length: 5 }, () => random.below(items)),
  );
  const model = trainTwoTower({ items, sequences }, { seed: 1, dims: 16, hidden: 32, epochs: 3 });
  const session = await OnnxSession.load(twoTowerOnnx(model));
  const history = [3, 17, 3, 39];
  const scores = await session.run({
    mean: { values: model.mean(history), rows: 1, columns: 16 },
    bases: { values: model.weights.bases, rows: items, columns: 16 },
  });
  const expected = new Float64Array(items);
  model.scoreAll(history, expected);
  expected.forEach((score, row) => {
    expect(Math.abs(scores[row]! - score)).toBeLessThan(MAX_DIFFERENCE);
  });
  await session.release();
});
