import { moneyMinor, moneyText } from "@slipstream/contracts/money-text";
import fc from "fast-check";
import { expect, test } from "vitest";
import { guardCell, unguardCell } from "./cells.ts";
import { readPairs, writePairs } from "./pairs.ts";

test("no cell begins as a formula, and each comes back as it was", () => {
  expect(guardCell("=1+1")).toBe("'=1+1");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("=", "+", "-", "@", "'", "a", " ") }), (text) => {
      expect(guardCell(text)).not.toMatch(/^[=+\-@]/);
      expect(unguardCell(guardCell(text))).toBe(text);
    }),
  );
});

test("pairs are written as people would, and come back whatever is in them", () => {
  expect(writePairs({ Colour: "Sea", Size: "L" })).toBe("Colour=Sea; Size=L");
  expect(readPairs("Colour=Sea;Size= L ;")).toEqual({ Colour: "Sea", Size: "L" });
  expect(readPairs("Colour")).toBeUndefined();
  expect(readPairs("a=b=c")).toBeUndefined();
  expect(readPairs("a=1; a=2")).toBeUndefined();
  const text = fc
    .string({ unit: fc.constantFrom("\\", ";", "=", "a", "ö", " ", '"', "_"), minLength: 1 })
    .filter((value) => value.trim() === value && value !== "");
  fc.assert(
    fc.property(fc.dictionary(text, text), (pairs) => {
      expect(readPairs(writePairs(pairs))).toEqual({ ...pairs });
    }),
  );
});

test("prices are exact in every currency", () => {
  expect(moneyText(5, "EUR")).toBe("0.05");
  expect(moneyText(1234, "JPY")).toBe("1234");
  expect(moneyMinor("12,5", "EUR")).toBe(1250);
  expect(moneyMinor("0.29", "EUR")).toBe(29);
  for (const bad of ["", "-1", "1.234", "1e3", "1 000", "NaN", "1.5.0"]) {
    expect(moneyMinor(bad, "EUR")).toBeUndefined();
  }
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.constantFrom("EUR", "JPY", "KWD"),
      (minor, currency) => {
        expect(moneyMinor(moneyText(minor, currency), currency)).toBe(minor);
      },
    ),
  );
});
