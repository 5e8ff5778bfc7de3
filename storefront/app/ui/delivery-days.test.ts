import { expect, test } from "vitest";
import { deliveryText } from "./delivery-days.ts";

test("weekends do not count", () => {
  const plain = (text: string) => text.replaceAll(/\s/g, " ");
  // A Monday, and a Friday.
  const inDays = (now: Date) => plain(deliveryText(now, { minDays: 2, maxDays: 4 }, "en-GB"));
  expect(inDays(new Date(2026, 10, 30, 12))).toBe("Wed 2 Dec – Fri 4 Dec");
  expect(inDays(new Date(2026, 11, 4, 23))).toBe("Tue 8 Dec – Thu 10 Dec");
});
