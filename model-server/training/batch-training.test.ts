import { expect, test } from "vitest";
import { modelOf, THOROUGH } from "./batch-artefact.ts";
import { BatchTraining } from "./batch-training.ts";

/** Items 0 … 3 and 4 … 7 are met together, and never across. */
const sequences = Array.from({ length: 40 }, (_, session) =>
  Int32Array.from([0, 1, 2, 3], (item) => ((item + session) % 4) + 4 * (session % 2)),
);

test("models come from the other thread as they were asked for, and know what belongs together", () => {
  const training = new BatchTraining(
    ["ease", "als"],
    [{ interactions: { items: 8, sequences }, effort: THOROUGH }],
  );
  const artefacts = training.wait();
  training.close();
  expect(artefacts.map(({ name, items, pairs }) => ({ name, items, pairs }))).toEqual([
    { name: "ease", items: 8, pairs: 120 },
    { name: "als", items: 8, pairs: 120 },
  ]);
  for (const artefact of artefacts) {
    const scores = new Float32Array(8);
    modelOf(artefact).scoreAll([1], scores);
    expect(Math.min(scores[0]!, scores[2]!, scores[3]!)).toBeGreaterThan(
      Math.max(...scores.slice(4)),
    );
  }
});

test("too few sessions make no model", () => {
  const training = new BatchTraining(
    ["ease"],
    [{ interactions: { items: 8, sequences: sequences.slice(0, 5) }, effort: THOROUGH }],
  );
  expect(training.wait()).toEqual([]);
  training.close();
});

test("what fails over there is told here, with a code", () => {
  const wrong = [...sequences, Int32Array.of(0, 99)];
  const training = new BatchTraining(
    ["ease"],
    [{ interactions: { items: 8, sequences: wrong }, effort: THOROUGH }],
  );
  expect(() => training.wait()).toThrow(
    expect.objectContaining({
      code: "batch_training_failed",
      message: expect.stringContaining("99"),
    }),
  );
  training.close();
});
