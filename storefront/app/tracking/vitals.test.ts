import { expect, test } from "vitest";
import { pageKindOf } from "./vitals.ts";

test("kinds of pages by their paths, in any language", () => {
  const kinds = {
    "/": "home",
    "/de": "home",
    "/c/lamps": "category",
    "/de/p/pip-pendant-lamp": "product",
    "/p/pip/reviews": "product",
    "/search": "search",
    "/cart/with/a:1": "cart",
    "/checkout/pay/1": "checkout",
    "/compare": "other",
    "/privacy": "other",
  };
  for (const [path, kind] of Object.entries(kinds))
    expect([path, pageKindOf(path)]).toEqual([path, kind]);
});
