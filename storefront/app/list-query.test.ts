import { expect, test } from "vitest";
import { pageOf, sortOf } from "./list-query.ts";

function params(query: string): URLSearchParams {
  return new URLSearchParams(query);
}

test("an order is taken from the address only when there is such an order", () => {
  expect(sortOf(params("sort=price_asc"), "newest")).toBe("price_asc");
  expect(sortOf(params("sort=constructor"), "newest")).toBe("newest");
  expect(sortOf(params(""), "relevance")).toBe("relevance");
});

test("a page is a whole number from 1, else the first", () => {
  expect(
    ["page=3", "page=0", "page=-1", "page=1.5", "page=x", "page=1e9", ""].map((q) =>
      pageOf(params(q)),
    ),
  ).toEqual([3, 1, 1, 1, 1, 1, 1]);
});
