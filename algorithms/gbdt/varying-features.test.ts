import { expect, test } from "vitest";
import { trainGbdt } from "./train.ts";
import { varyingFeatures, widened, withFeatures } from "./varying-features.ts";

const data = {
  features: ["same", "tells", "missing", "sometimes"],
  values: Float32Array.from(
    Array.from({ length: 60 }, (_, row) => [
      1,
      row % 2,
      Number.NaN,
      row < 30 ? Number.NaN : 2,
    ]).flat(),
  ),
  labels: Float32Array.from({ length: 60 }, (_, row) => row % 2),
  groups: Int32Array.from({ length: 31 }, (_, group) => 2 * group),
};

test("features of one value are left out, and missing now and then is a value", () => {
  expect([...varyingFeatures(data)]).toEqual([1, 3]);
});

test("a model of the features that vary scores whole rows as the model of all of them does", () => {
  const chosen = varyingFeatures(data);
  const settings = { trees: 5, minHessian: 0.1 };
  const narrow = trainGbdt(withFeatures(data, chosen), { settings });
  const whole = trainGbdt(data, { settings });
  const wide = widened(narrow, data.features, chosen);
  expect(wide.features).toEqual(data.features);
  expect([...wide.predict(data.values)]).toEqual([...whole.predict(data.values)]);
  expect(new Set(wide.predict(data.values)).size).toBeGreaterThan(1);
});
