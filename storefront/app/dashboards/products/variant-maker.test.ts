import { expect, test } from "vitest";
import { attributesOf, attributeText } from "./attribute-lines.ts";
import { makeVariants, skuFrom, valuesOf } from "./variant-maker.ts";

const from = { present: [], skuStart: "IDA", priceMinor: 100, onHand: 2, max: 2_500 };

test("makes every combination, each with a number of its own", () => {
  const made = makeVariants(
    [
      { name: "Colour", values: ["Sea", "Sea!"] },
      { name: "Size", values: ["L", "S"] },
    ],
    from,
  );
  expect(made?.map(({ sku }) => sku)).toEqual([
    "IDA-SEA-L",
    "IDA-SEA-S",
    "IDA-SEA-L-2",
    "IDA-SEA-S-2",
  ]);
  expect(made?.[0]).toMatchObject({
    options: { Colour: "Sea", Size: "L" },
    priceMinor: 100,
    onHand: 2,
  });
});

test("what is there keeps its number, price and stock", () => {
  const present = [{ sku: "OLD", options: { Size: "L" }, priceMinor: 7, onHand: 9, reserved: 0 }];
  expect(makeVariants([{ name: "Size", values: ["L", "S"] }], { ...from, present })).toEqual([
    { sku: "OLD", options: { Size: "L" }, priceMinor: 7 },
    { sku: "IDA-S", options: { Size: "S" }, priceMinor: 100, onHand: 2 },
  ]);
});

test("never makes more than a product may have, and not even counts them out", () => {
  const values = Array.from({ length: 1_000 }, (_, n) => String(n));
  const options = ["a", "b", "c", "d"].map((name) => ({ name, values }));
  expect(makeVariants(options, from)).toBeUndefined();
});

test("reads what people type", () => {
  expect(valuesOf(" S, M;L\nS,, ")).toEqual(["S", "M", "L"]);
  expect(skuFrom("Ølamp, 30 cm –")).toBe("LAMP-30-CM");
  expect(skuFrom("灯")).toBe("ITEM");
  const attributes = { Material: "Oak", Time: "12:30", "16:9": "wide", "a\\:b\\": "c\\" };
  expect(attributesOf(attributeText(attributes))).toEqual(attributes);
});
