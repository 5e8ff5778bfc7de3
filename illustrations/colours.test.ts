import { describe, expect, it } from "vitest";
import { colourNames, materialNames, swatchOf, tints } from "./index.ts";
import { hexOf } from "./oklch.ts";

describe("hexOf", () => {
  it("agrees with the published values of OKLCH", () => {
    expect(hexOf([1, 0, 0])).toBe("#ffffff");
    expect(hexOf([0, 0, 0])).toBe("#000000");
    expect(hexOf([0.62796, 0.25768, 29.234])).toBe("#ff0000");
    expect(hexOf([0.45201, 0.31321, 264.052])).toBe("#0000ff");
  });
});

describe("colours and tints", () => {
  it("are all hex, and no two colour ways are the same", () => {
    const swatches = colourNames.map((name) => swatchOf(name));
    expect(swatches.every((hex) => /^#[0-9a-f]{6}$/.test(hex))).toBe(true);
    expect(new Set(swatches).size).toBe(colourNames.length);
    expect(materialNames.every((name) => /^#[0-9a-f]{6}$/.test(swatchOf("natural", name)))).toBe(
      true,
    );
  });

  it("are at least twelve, pale on light pages and deep on dark ones", () => {
    const luma = (hex: string): number => Number.parseInt(hex.slice(3, 5), 16);
    expect(Object.keys(tints).length).toBeGreaterThanOrEqual(12);
    for (const tint of Object.values(tints)) {
      expect(luma(tint.light)).toBeGreaterThan(215);
      expect(luma(tint.lightDeep)).toBeLessThan(luma(tint.light));
      expect(luma(tint.dark)).toBeLessThan(90);
    }
  });
});
