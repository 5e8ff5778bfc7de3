import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeServed, encodeServed } from "./served.ts";

/** As version 1 wrote it: every value a float. */
const served = {
  requestId: "r1",
  placement: "similar",
  visitorId: "v1",
  sessionId: "s1",
  servedAt: 1_760_000_000_123,
  model: "blend",
  modelVersion: "4",
  features: ["covisitation.z"],
  rows: [
    { itemId: "a", position: 0, score: 1.5, propensity: 1, values: Float32Array.of(0.5) },
    { itemId: "b", position: -1, score: 0.5, propensity: 0.25, values: Float32Array.of(-0.5) },
  ],
};

test("what version 1 wrote is read", () => {
  const golden = readFileSync(new URL("./golden/served.v1.hex", import.meta.url), "utf8").trim();
  expect(decodeServed(new Uint8Array(Buffer.from(golden, "hex")))).toEqual(served);
});

test("values that are 0 or missing take a quarter of a byte, others come back bit by bit", () => {
  const features = Array.from({ length: 90 }, (_, at) => `source.${at}`);
  const encode = (values: Float32Array) =>
    encodeServed({ ...served, features, rows: [{ ...served.rows[0]!, values }] });
  const values = new Float32Array(90).fill(Number.NaN, 30, 60);
  const size = encode(values).length;
  expect(size).toBe(encode(new Float32Array(90)).length);
  values.set([0.1, Number.NEGATIVE_INFINITY, 1e-40], 28);
  values[89] = -2;
  const bytes = encode(values);
  expect(bytes.length - size).toBe(4 * Float32Array.BYTES_PER_ELEMENT);
  expect(decodeServed(bytes).rows[0]?.values).toEqual(values);
});
