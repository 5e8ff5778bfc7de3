import { expect, test } from "vitest";
import { randomFrom } from "../random.ts";
import { PredictionBatches } from "./prediction-batches.ts";

const settings = { seed: 1, length: 2, batch: 4, samples: 3, samplePower: 0.5, epochs: 2 };
const sequences = [Int32Array.of(0, 1, 2, 3), Int32Array.of(4, 0), Int32Array.of(5)];

test("an epoch has every place that has something before it once, with what is before it", () => {
  const batches = new PredictionBatches({ items: 6, sequences }, settings);
  const { rows, histories, lengths, targets, weights } = batches;
  const seen: string[] = [];
  batches.run({
    step: () => {
      for (let example = 0; example < settings.batch; example++) {
        if (weights[example] === 0) continue;
        const places = histories.subarray(2 * example, 2 * example + lengths[example]!);
        const before = Array.from(places, (place) => rows.rows[place]);
        expect(targets[example]).toBeLessThan(rows.candidates);
        seen.push(`${before.join(" ")} → ${rows.rows[targets[example]!]}`);
      }
      return 0;
    },
    afterEpoch: (epoch) => epoch > 0,
  });
  expect(seen.sort()).toEqual(["0 → 1", "1 0 → 2", "2 1 → 3", "4 → 0"]);
});

test("corrections say how likely each item is to be a candidate", () => {
  const random = randomFrom([9]);
  const items = 12;
  // Item 0 is met most, and each epoch draws the same steps in another order.
  const many = Array.from({ length: 64 }, () =>
    Int32Array.from({ length: 2 }, () => Math.floor(items * random.unit() ** 2)),
  );
  const batches = new PredictionBatches({ items, sequences: many }, { ...settings, epochs: 200 });
  const times = new Float64Array(items);
  const probability = new Float64Array(items);
  let steps = 0;
  batches.run({
    step: () => {
      for (let place = 0; place < batches.rows.candidates; place++) {
        const row = batches.rows.rows[place]!;
        times[row] = times[row]! + 1;
        probability[row] = Math.exp(-batches.corrections[place]!);
      }
      return steps++;
    },
  });
  // Targets are not spread as all items are, and are drawn without return: hence the tolerance.
  times.forEach((count, row) => {
    expect(Math.abs(count / steps - probability[row]!)).toBeLessThan(0.12);
  });
});
