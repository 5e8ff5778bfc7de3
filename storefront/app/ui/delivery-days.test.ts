import { expect, test } from "vitest";
import { deliveryText } from "./delivery-days.ts";

test("weekends do not count", () => {
  const plain = (text: string) => text.replaceAll(/\s/g, " ");
  // A Monday, and a Friday.
  expect(plain(deliveryText(new Date(2026, 10, 30, 12), "en-GB"))).toBe("Wed 2 Dec – Fri 4 Dec");
  expect(plain(deliveryText(new Date(2026, 11, 4, 23), "en-GB"))).toBe("Tue 8 Dec – Thu 10 Dec");
});
