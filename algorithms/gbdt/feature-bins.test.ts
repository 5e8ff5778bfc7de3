import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFrom } from "../random.ts";
import { binFeatures, MISSING_BIN } from "./feature-bins.ts";

function binned(rows: readonly (readonly number[])[], bins = 64) {
  const width = rows[0]?.length ?? 1;
  const data = {
    features: Array.from({ length: width }, (_, index) => `f${index}`),
    values: Float32Array.from(rows.flat()),
    groups: Int32Array.of(0, rows.length),
    labels: new Uint8Array(rows.length),
  };
  const made = binFeatures(data, { bins, random: randomFrom([1]) });
  const bytes = new Uint8Array(made.words.buffer);
  const binOf = (row: number, feature: number) => bytes[4 * row * made.wordsPerRow + feature]!;
  return { ...made, binOf };
}

const single = (values: readonly number[], bins?: number) =>
  binned(
    values.map((value) => [value]),
    bins,
  );

describe("binFeatures", () => {
  it("gives few values a bin each, divided halfway", () => {
    const { borders, binOf } = single([3, 1, 1, 2, 1, 3]);
    expect(borders).toEqual([Float32Array.of(1.5, 2.5)]);
    expect([0, 1, 3].map((row) => binOf(row, 0))).toEqual([3, 1, 2]);
  });

  it("puts NaN into a bin of its own, and infinite values at the ends", () => {
    const { binOf, borders } = single([Number.NaN, 0, Infinity, 1, -Infinity]);
    expect([0, 1, 2, 3, 4].map((row) => binOf(row, 0))).toEqual([MISSING_BIN, 2, 4, 3, 1]);
    expect(borders[0]!.some(Number.isNaN)).toBe(false);
  });

  it("has no border in a constant or wholly missing feature", () => {
    expect(single([7, 7, 7]).borders[0]).toHaveLength(0);
    expect(single([Number.NaN, Number.NaN]).borders[0]).toHaveLength(0);
  });

  it("keeps many values in bins of about equal count", () => {
    const { borders, binOf } = single(
      Array.from({ length: 9000 }, (_, index) => Math.sqrt(index)),
      10,
    );
    expect(borders[0]).toHaveLength(8);
    const counts = new Array<number>(10).fill(0);
    for (let row = 0; row < 9000; row++) counts[binOf(row, 0)]!++;
    expect(counts[MISSING_BIN]).toBe(0);
    for (const count of counts.slice(1)) expect(Math.abs(count - 1000)).toBeLessThan(10);
  });

  it("does not let one heavy value take the others' bins", () => {
    const values = [
      ...new Array<number>(9000).fill(0),
      ...Array.from({ length: 999 }, (_, i) => i + 1),
    ];
    expect(single(values, 10).borders[0]!.length).toBeGreaterThanOrEqual(7);
  });

  it("never disagrees with its borders, also between neighbouring floats", () => {
    const value = fc.float({ noNaN: true });
    const row = fc.tuple(value, value, value, value, value);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const { borders, binOf } = binned(rows, 16);
        rows.forEach((values, index) => {
          values.forEach((x, feature) => {
            const own = borders[feature]!;
            const bin = binOf(index, feature);
            expect(own.length).toBeLessThan(15);
            own.forEach((border, at) => {
              expect(x <= border).toBe(bin <= at + 1);
            });
          });
        });
      }),
    );
  });
});
