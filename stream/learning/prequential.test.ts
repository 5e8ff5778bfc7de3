import { RowScores } from "@slipstream/algorithms/engine/row-scores";
import { expect, test } from "vitest";
import { Prequential, rankIn } from "./prequential.ts";

test("a rank counts ties against the item", () => {
  const scores = new RowScores();
  for (const [row, score] of [3, 2, 2].entries()) scores.set(row, score);
  expect([0, 1, 2, 3, undefined].map((row) => rankIn(scores, row))).toEqual([
    1,
    3,
    3,
    Infinity,
    Infinity,
  ]);
});

test("every model is asked before it has learnt, and the figures are means", () => {
  const live = new Prequential();
  const view = (itemId: string) => ({ itemId, history: ["a"], weight: 1, occurredAt: 1e12 });
  live.predict(view("b"), 1);
  live.observe(view("b"));
  live.predict(view("b"), 4);
  expect(live.figures()).toEqual({
    samples: 2,
    recallAt20: { learner: 1, popularity: 0.5, covisitation: 0.5 },
    mrrAt20: { learner: 0.625, popularity: 0.5, covisitation: 0.5 },
  });
  expect(live.isWorseThanPopularity).toBe(false);
});

test("a learner below popularity is found out after enough events, and may begin again", () => {
  const live = new Prequential();
  const view = { itemId: "b", history: [], weight: 1, occurredAt: 1e12 };
  live.observe(view);
  for (let count = 0; count < 499; count++) live.predict(view, Number.NaN);
  expect(live.isWorseThanPopularity).toBe(false);
  expect([0, 63, 64, 1024].map((events) => live.predictionsIn(events))).toEqual([1, 1, 2, 17]);
  live.predict(view, 30);
  expect(live.isWorseThanPopularity).toBe(true);
  expect([0, 255, 256, 1024].map((events) => live.predictionsIn(events))).toEqual([1, 1, 2, 5]);
  live.restart();
  expect(live.predictionsIn(1024)).toBe(17);
  expect(live.isWorseThanPopularity).toBe(false);
  expect(live.figures().samples).toBe(0);
});
