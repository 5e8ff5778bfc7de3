import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CoPurchase, PAIR_WINDOW, pairsOfNewLine, returnLine } from "./co-purchase.ts";

/** One order over counts, as both the counters and the model server's view keep it. */
class Order {
  lines: string[] = [];
  readonly #counts: CoPurchase;

  constructor(counts: CoPurchase) {
    this.#counts = counts;
  }

  buy(itemId: string): void {
    if (!this.lines.includes(itemId)) {
      this.#counts.apply({ itemId, pairs: pairsOfNewLine(this.lines, itemId), amount: 1 });
    }
    this.lines = [...this.lines, itemId];
  }

  takeBack(itemId: string): boolean {
    const rest = returnLine(this.lines, itemId);
    if (rest === undefined) return false;
    this.lines = rest.lines;
    if (!rest.lines.includes(itemId)) {
      this.#counts.apply({ itemId, pairs: rest.pairs, amount: -1 });
    }
    return true;
  }
}

function orderOf(counts: CoPurchase, itemIds: readonly string[]): Order {
  const order = new Order(counts);
  for (const itemId of itemIds) order.buy(itemId);
  return order;
}

test("by hand: two orders", () => {
  const counts = new CoPurchase();
  orderOf(counts, ["a", "b", "a", "c"]);
  orderOf(counts, ["a", "b"]);
  expect(counts.together("a", "b")).toBe(2);
  expect(counts.together("b", "a")).toBe(2);
  expect(counts.together("a", "c")).toBe(1);
  expect(counts.together("a", "a")).toBe(0);
  // a and b are in two orders, c in one: b 2 / √(3·3), c 1 / √(3·2).
  const [first, second] = counts.query(["a"], 5);
  // Two orders are believed 2² / (2² + 5²), one 1 / 26.
  expect(first).toEqual({ itemId: "b", score: 2 / 3, trust: 4 / 29 });
  expect(second!.trust).toBe(1 / 26);
  expect(second!.score).toBeCloseTo(1 / Math.sqrt(6), 12);
  expect(counts.query(["a", "b", "c"], 5)).toEqual([]);
});

test("a return takes back the pairs of the item, and no others", () => {
  const counts = new CoPurchase();
  const order = orderOf(counts, ["a", "b", "c"]);
  expect(order.takeBack("b")).toBe(true);
  expect(order.takeBack("stranger")).toBe(false);
  expect(order.takeBack("b")).toBe(false);
  expect(counts.together("a", "b")).toBe(0);
  expect(counts.together("a", "c")).toBe(1);
});

describe("lines of an order", () => {
  test("a new line is paired with each distinct item before it", () => {
    expect(pairsOfNewLine([], "a")).toEqual([]);
    expect(pairsOfNewLine(["a", "b", "a"], "c")).toEqual(["a", "b"]);
    expect(pairsOfNewLine(["a", "b"], "a")).toEqual([]);
  });

  test("only the last PAIR_WINDOW distinct items are within reach", () => {
    const many = Array.from({ length: PAIR_WINDOW + 5 }, (_, index) => `item-${index}`);
    expect(pairsOfNewLine(many, "new")).toEqual(many.slice(5));
  });

  test("a return ends the item's pairs when its last line goes", () => {
    const lines = ["a", "!b", "c"];
    expect(returnLine(["a", "b", "a"], "a")).toEqual({ lines: ["a", "b"], pairs: [] });
    expect(returnLine(["a", "b", "c"], "b")).toEqual({ lines, pairs: ["a", "c"] });
    expect(returnLine(lines, "b")).toBeUndefined();
  });

  test("an item bought again after its return is a new line", () => {
    expect(pairsOfNewLine(["a", "!b", "c"], "b")).toEqual(["a", "c"]);
    const back = returnLine(["a", "!b", "c", "b"], "b");
    expect(back).toEqual({ lines: ["a", "!b", "c", "!b"], pairs: ["a", "c"] });
  });
});

test("orders taken back, in any order, lead to exactly the state before", () => {
  const item = fc.integer({ min: 0, max: PAIR_WINDOW + 20 }).map((number) => `i${number}`);
  const steps = fc.array(fc.record({ itemId: item, isReturn: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 12 })), steps, (others, changes) => {
      const counts = new CoPurchase();
      for (const other of others) orderOf(counts, other);
      const before = counts.counts();
      const order = new Order(counts);
      for (const { itemId, isReturn } of changes) {
        if (isReturn) order.takeBack(itemId);
        else order.buy(itemId);
      }
      const bought = order.lines.filter((line) => !line.startsWith("!"));
      for (const itemId of bought) order.takeBack(itemId);
      expect(order.lines.every((line) => line.startsWith("!"))).toBe(true);
      expect(counts.counts()).toEqual(before);
    }),
    { numRuns: 60, seed: 3 },
  );
});
