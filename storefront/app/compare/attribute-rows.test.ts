import { expect, test } from "vitest";
import { attributeRows } from "./attribute-rows.ts";

const variant = (options: Record<string, string>) => ({
  sku: JSON.stringify(options),
  options,
  priceMinor: 100,
  available: 1,
});

test("attributes stand side by side, what most of them tell first", () => {
  const rows = attributeRows([
    { attributes: { material: "oak", height: "40 cm" }, variants: [] },
    {
      attributes: { material: "oak" },
      variants: [
        variant({ colour: "red" }),
        variant({ colour: "blue" }),
        variant({ colour: "red" }),
      ],
    },
  ]);
  expect(rows).toEqual([
    { name: "material", values: ["oak", "oak"], alike: true },
    { name: "colour", values: [undefined, "red, blue"], alike: false },
    { name: "height", values: ["40 cm", undefined], alike: false },
  ]);
});
