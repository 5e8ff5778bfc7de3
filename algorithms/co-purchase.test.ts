import fc from "fast-check";
import { expect, test } from "vitest";
import { CoPurchase, MAX_BASKET_ITEMS, purchaseDeltas, returnDeltas } from "./co-purchase.ts";

test("by hand: two orders", () => {
  const counts = new CoPurchase();
  counts.apply(purchaseDeltas(["a", "b", "a", "c"]));
  counts.apply(purchaseDeltas(["a", "b"]));
  expect(counts.together("a", "b")).toBe(2);
  expect(counts.together("b", "a")).toBe(2);
  expect(counts.together("a", "c")).toBe(1);
  expect(counts.together("a", "a")).toBe(0);
  // a and b are in two orders, c in one: b 2 / √(3·3), c 1 / √(3·2).
  const [first, second] = counts.query(["a"], 5);
  expect(first).toEqual({ itemId: "b", score: 2 / 3 });
  expect(second!.score).toBeCloseTo(1 / Math.sqrt(6), 12);
  expect(counts.query(["a", "b", "c"], 5)).toEqual([]);
});

test("a return takes back the pairs of the item, and no others", () => {
  const counts = new CoPurchase();
  const basket = ["a", "b", "c"];
  counts.apply(purchaseDeltas(basket));
  counts.apply(returnDeltas({ basket, returnedBefore: new Set(), returned: ["b", "stranger"] }));
  expect(counts.together("a", "b")).toBe(0);
  expect(counts.together("a", "c")).toBe(1);
  const again = returnDeltas({ basket, returnedBefore: new Set(["b"]), returned: ["b"] });
  expect(again).toEqual({ pairs: [], orders: [] });
});

const items = fc.array(
  fc.integer({ min: 0, max: 12 }).map((item) => `i${item}`),
  { maxLength: 12 },
);

test("orders taken back, in any grouping, lead to exactly the state before", () => {
  fc.assert(
    fc.property(
      fc.array(items),
      items,
      fc.array(items, { maxLength: 6 }),
      (others, basket, returns) => {
        const counts = new CoPurchase();
        for (const other of others) counts.apply(purchaseDeltas(other));
        const before = counts.counts();
        counts.apply(purchaseDeltas(basket));
        const returnedBefore = new Set<string>();
        for (const returned of [...returns, basket]) {
          counts.apply(returnDeltas({ basket, returnedBefore, returned }));
          for (const itemId of returned) returnedBefore.add(itemId);
        }
        expect(counts.counts()).toEqual(before);
      },
    ),
  );
});

test("a large order is paired up to its limit, and taken back as far", () => {
  const basket = Array.from({ length: 3 * MAX_BASKET_ITEMS }, (_, item) => `i${item}`);
  const { pairs } = purchaseDeltas(basket);
  expect(pairs).toHaveLength((MAX_BASKET_ITEMS * (MAX_BASKET_ITEMS - 1)) / 2);
  const counts = new CoPurchase();
  counts.apply({ pairs, orders: purchaseDeltas(basket).orders });
  counts.apply(returnDeltas({ basket, returnedBefore: new Set(), returned: basket }));
  expect(counts.counts()).toEqual([]);
});
