import fc from "fast-check";
import { expect, test } from "vitest";
import { PAIR_WINDOW, pairsOfNewLine, returnLine } from "../order-lines.ts";
import { asked } from "../testing/asked.ts";
import { CoPurchase } from "./co-purchase.ts";

/** Items are named by their rows. */
const rowsOf = (lines: readonly string[]) => lines.map(Number);

/** One order over counts, as both the counters and the model server's view keep it. */
class Order {
  lines: string[] = [];
  readonly #counts: CoPurchase;

  constructor(counts: CoPurchase) {
    this.#counts = counts;
  }

  buy(row: number): void {
    const item = String(row);
    if (!this.lines.includes(item)) {
      const pairs = rowsOf(pairsOfNewLine(this.lines, item));
      this.#counts.apply({ row, pairs, amount: 1 });
    }
    this.lines = [...this.lines, item];
  }

  takeBack(row: number): boolean {
    const rest = returnLine(this.lines, String(row));
    if (rest === undefined) return false;
    this.lines = rest.lines;
    if (!rest.lines.includes(String(row))) {
      this.#counts.apply({ row, pairs: rowsOf(rest.pairs), amount: -1 });
    }
    return true;
  }
}

function orderOf(counts: CoPurchase, rows: readonly number[]): Order {
  const order = new Order(counts);
  for (const row of rows) order.buy(row);
  return order;
}

const [a, b, c] = [0, 1, 2];

test("by hand: two orders", () => {
  const counts = new CoPurchase();
  orderOf(counts, [a, b, a, c]);
  orderOf(counts, [a, b]);
  expect(counts.together(a, b)).toBe(2);
  expect(counts.together(b, a)).toBe(2);
  expect(counts.together(a, c)).toBe(1);
  expect(counts.together(a, a)).toBe(0);
  // a and b are in two orders, c in one: b 2 / √(3·3), c 1 / √(3·2).
  const [first, second] = asked(counts, { recent: [a] });
  // Two orders are believed 2² / (2² + 5²), one 1 / 26.
  expect(first).toEqual({ row: b, score: 2 / 3, trust: 4 / 29 });
  expect(counts.partOf(a, b)).toBe(2 / 3);
  expect(second!.trust).toBe(1 / 26);
  expect(second!.score).toBeCloseTo(1 / Math.sqrt(6), 12);
  expect(asked(counts, { seeds: [a, b, c] })).toEqual([]);
});

test("a return takes back the pairs of the item, and no others", () => {
  const counts = new CoPurchase();
  const order = orderOf(counts, [a, b, c]);
  expect(order.takeBack(b)).toBe(true);
  expect(order.takeBack(77)).toBe(false);
  expect(order.takeBack(b)).toBe(false);
  expect(counts.together(a, b)).toBe(0);
  expect(counts.together(a, c)).toBe(1);
});

test("orders taken back, in any order, lead to exactly the state before", () => {
  const item = fc.integer({ min: 0, max: PAIR_WINDOW + 20 });
  const steps = fc.array(fc.record({ row: item, isReturn: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(fc.array(fc.array(item, { maxLength: 12 })), steps, (others, changes) => {
      const counts = new CoPurchase();
      for (const other of others) orderOf(counts, other);
      const before = counts.counts();
      const order = new Order(counts);
      for (const { row, isReturn } of changes) {
        if (isReturn) order.takeBack(row);
        else order.buy(row);
      }
      const bought = order.lines.filter((line) => !line.startsWith("!"));
      for (const row of rowsOf(bought)) order.takeBack(row);
      expect(order.lines.every((line) => line.startsWith("!"))).toBe(true);
      expect(counts.counts()).toEqual(before);
    }),
    { numRuns: 60, seed: 3 },
  );
});
