import { expect, test } from "vitest";
import { apart, wordsOf } from "./translation.ts";

/** A product of Colour red, and of other attributes, with German words or without. */
function product(
  sellerId: string | null,
  words: Record<string, string> = {},
  attributes: Record<string, string> = {},
) {
  return {
    sellerId,
    attributes: { Colour: "Red", ...attributes },
    variants: [{ options: { Size: "Small" } }],
    translations: { de: { title: "Ding", description: "", words } },
  };
}

const german = (...rows: ReturnType<typeof product>[]) => Object.fromEntries(wordsOf(rows, "de"));

test("what the shop's own products say holds, whatever sellers say", () => {
  const rows = [product("a", { Colour: "Unfug" }), product("b", { Colour: "Unfug" })];
  expect(german(product(null, { Colour: "Farbe" }), ...rows)).toEqual({ Colour: "Farbe" });
});

test("one seller alone does not rename what others sell, however many products say it", () => {
  const loud = Array.from({ length: 9 }, () => product("a", { Colour: "Unfug", Size: "Quatsch" }));
  expect(german(...loud, product("b"))).toEqual({});
  expect(
    german(...loud, product("b", { Colour: "Farbe" }), product("c", { Colour: "Farbe" })),
  ).toEqual({ Colour: "Farbe" });
});

test("but names what nobody else has", () => {
  const lamp = product("a", { Shade: "Schirm", Colour: "Unfug" }, { Shade: "Linen" });
  expect(german(lamp, product("b"))).toEqual({ Shade: "Schirm" });
});

test("words of one product that become one, or what stands there already, stay as they were", () => {
  const words = { navy: "Blau", blue: "Blau", red: "green", oak: "Eiche" };
  expect(apart(words, [{ Colour: "green" }])).toEqual({ navy: "Blau", oak: "Eiche" });
});
