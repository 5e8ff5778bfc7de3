import { expect, test } from "vitest";
import { converted } from "./convert.ts";

test("amounts keep their worth whatever decimals a currency has", () => {
  expect(converted(1_999, { from: "EUR", currency: "USD", rate: 1.09 })).toBe(2_179);
  expect(converted(1_999, { from: "EUR", currency: "JPY", rate: 163 })).toBe(3_258);
  expect(converted(3_258, { from: "JPY", currency: "EUR", rate: 1 / 163 })).toBe(1_999);
});
