import { expect, test } from "vitest";
import {
  chosenFilters,
  isNarrowed,
  onPage,
  withoutChoice,
  withoutChoices,
} from "./filter-params.ts";

const params = new URLSearchParams(
  "q=lamp&sort=newest&brand=Ask&brand=Embla&attribute=Colour:Red&inStock=true&page=3",
);

test("reads what was chosen, once each, and nothing too long", () => {
  expect(chosenFilters(params)).toEqual({
    category: [],
    price: [],
    brand: ["Ask", "Embla"],
    seller: [],
    attribute: ["Colour:Red"],
    inStock: "true",
  });
  const odd = new URLSearchParams([
    ["brand", ""],
    ["brand", "x".repeat(121)],
    ["price", "0-100"],
    ["price", "0-100"],
    ["inStock", "maybe"],
  ]);
  expect(chosenFilters(odd)).toEqual({
    category: [],
    price: ["0-100"],
    brand: [],
    seller: [],
    attribute: [],
  });
});

test("takes choices away, and goes back to the first page", () => {
  expect(withoutChoice(params, "brand", "Ask")).toBe(
    "?q=lamp&sort=newest&brand=Embla&attribute=Colour%3ARed&inStock=true",
  );
  expect(withoutChoices(params)).toBe("?q=lamp&sort=newest");
  expect(isNarrowed(params)).toBe(true);
  expect(isNarrowed(new URLSearchParams("q=lamp&sort=newest"))).toBe(false);
});

test("leafs with all choices", () => {
  expect(onPage(new URLSearchParams("q=lamp&page=2"), 3)).toBe("?q=lamp&page=3");
  expect(onPage(new URLSearchParams("q=lamp&page=2"), 1)).toBe("?q=lamp");
});
