import type { FactorRecord } from "@slipstream/contracts/factors";
import { describe, expect, test } from "vitest";
import { FactorRestoreError, ItemTable, initialVectors } from "./item-table.ts";
import { normAt } from "./vector.ts";

const record: FactorRecord = {
  itemId: "a",
  version: 3,
  index: 2,
  popularity: 0,
  bias: 0.5,
  input: Float32Array.of(1, 2),
  output: Float32Array.of(3, 4),
};

function codeOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof FactorRestoreError) return error.code;
    throw error;
  }
  return undefined;
}

describe("initial vectors", () => {
  test("hang on the id alone, and lie near the content's direction", () => {
    const first = initialVectors({ itemId: "mug-1", dims: 64 });
    expect(initialVectors({ itemId: "mug-1", dims: 64 })).toEqual(first);
    expect(initialVectors({ itemId: "mug-2", dims: 64 })).not.toEqual(first);
    expect(first.input).not.toEqual(first.output);
    expect(normAt(first.input, 0, 64)).toBeLessThan(0.4);
    const prior = new Float32Array(64);
    prior[5] = 20;
    const near = initialVectors({ itemId: "mug-1", dims: 64, prior });
    expect(near.input[5]).toBeCloseTo(1 + first.input[5]!, 6);
    expect(near.output[6]).toBe(first.output[6]);
  });

  test("a prior that does not fit is passed over", () => {
    const plain = initialVectors({ itemId: "a", dims: 2 });
    for (const prior of [
      new Float32Array(3),
      Float32Array.of(Number.NaN, 1),
      new Float32Array(2),
    ]) {
      expect(initialVectors({ itemId: "a", dims: 2, prior })).toEqual(plain);
    }
  });
});

describe("rows", () => {
  test("come in order of arrival and survive growth", () => {
    const table = new ItemTable(2);
    const kept = [...table.inputAt(table.ensure("i0"))];
    for (let item = 1; item < 5000; item++) expect(table.ensure(`i${item}`)).toBe(item);
    expect(table.ensure("i0")).toBe(0);
    expect([...table.inputAt(0)]).toEqual(kept);
    expect(table.idOf(4999)).toBe("i4999");
    expect(table.size).toBe(5000);
  });

  test("are views that are empty once the table has grown, not views of what was", () => {
    const table = new ItemTable(2);
    const view = table.inputAt(table.ensure("i0"));
    expect(view).toEqual(initialVectors({ itemId: "i0", dims: 2 }).input);
    for (let item = 1; item < 5000; item++) table.ensure(`i${item}`);
    expect(view.length).toBe(0);
    expect(table.inputAt(0)).toEqual(initialVectors({ itemId: "i0", dims: 2 }).input);
  });

  test("are restored to their place, and new items come after them", () => {
    const table = new ItemTable(2);
    table.restore(record);
    expect(table.rowOf("a")).toBe(2);
    expect(table.versionOf(2)).toBe(3);
    expect([...table.outputAt(2)]).toEqual([3, 4]);
    expect(table.size).toBe(1);
    expect(table.ensure("b")).toBe(3);
    table.restore({ ...record, version: 4, bias: 1 });
    expect(table.versionOf(2)).toBe(4);
    expect(table.biases[2]).toBe(1);
  });
});

describe("a record that does not fit is refused whole", () => {
  test.each<[string, Partial<FactorRecord>]>([
    ["dimensions", { input: new Float32Array(3) }],
    ["not_finite", { output: Float32Array.of(Number.NaN, 0) }],
    ["not_finite", { bias: Number.POSITIVE_INFINITY }],
    ["index_range", { index: -1 }],
    ["index_range", { index: 1e9 }],
    ["index_taken", { itemId: "other" }],
    ["index_taken", { index: 5 }],
  ])("%s", (code, change) => {
    const table = new ItemTable(2);
    table.restore(record);
    expect(codeOf(() => table.restore({ ...record, ...change }))).toBe(code);
    expect(table.size).toBe(1);
    expect([...table.inputAt(2)]).toEqual([1, 2]);
  });
});
