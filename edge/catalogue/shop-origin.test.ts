import { expect, test } from "vitest";
import { shopOrigin } from "./shop-origin.ts";

test("a shop's address is its own host at the installation's protocol and port", () => {
  const shop = { hosts: ["shop.test", "www.shop.test"] };
  expect(shopOrigin(shop, "http://localhost:8787")).toBe("http://shop.test:8787");
  expect(shopOrigin(shop, "https://edge.test/path")).toBe("https://shop.test");
  expect(shopOrigin({ hosts: [] }, "https://edge.test")).toBe("https://edge.test");
});
