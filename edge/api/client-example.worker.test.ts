import { expect, test } from "vitest";
import { call, worker } from "../testing/client.ts";
import { fillCart } from "./client-example.ts";

test("the typed client of the README finds something and fills a cart", async () => {
  const filled = await fillCart({
    origin: "http://shop.test",
    words: "oak stool",
    fetch: ((input, init) => worker.fetch(input as string, init as never)) as typeof fetch,
  });
  expect(filled.title).toMatch(/^Oak stool/);
  const cart = await call("/api/cart", { headers: { cookie: filled.cookie } });
  expect(await cart.json()).toMatchObject({ count: 1, totalMinor: filled.totalMinor });
});

test("words that nothing fits are an error of the example's own", async () => {
  const nothing = fillCart({
    origin: "http://shop.test",
    words: "zzyzx",
    fetch: ((input, init) => worker.fetch(input as string, init as never)) as typeof fetch,
  });
  await expect(nothing).rejects.toThrow("nothing fits");
});
