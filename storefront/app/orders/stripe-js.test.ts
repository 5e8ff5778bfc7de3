import { expect, test } from "vitest";
import { wasWalkedTo } from "./stripe-js.ts";

test("a page that was walked to is loaded anew once: as it is loaded then it stays", () => {
  const href = "https://shop.example/checkout/pay/AB12?token=x#card";
  expect(wasWalkedTo(href, { loadedAs: "https://shop.example/cart" })).toBe(true);
  for (const loadedAs of [href, "https://shop.example/checkout/pay/AB12?challenge=back"]) {
    expect(wasWalkedTo(href, { loadedAs })).toBe(false);
  }
});
