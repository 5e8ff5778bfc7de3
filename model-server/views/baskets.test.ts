import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { PAIR_WINDOW } from "@slipstream/algorithms/order-lines";
import { expect, test } from "vitest";
import { stepFactory } from "../testing/shop.ts";
import { BasketsView } from "./baskets.ts";

const step = stepFactory();
const ids = new ItemIds();

function together(view: BasketsView, itemId: string, other: string): number {
  return view.counts.together(ids.ensure(itemId), ids.ensure(other));
}

function buy(view: BasketsView, itemId: string, orderId = "o") {
  view.apply(step({ itemId, orderId, type: "purchase" }), undefined);
}

test("lines of one order are pairs, however they come; an item's second line is none", () => {
  const view = new BasketsView(ids);
  for (const itemId of ["lamp", "bulb", "lamp"]) buy(view, itemId);
  buy(view, "shade", "another");
  expect(together(view, "lamp", "bulb")).toBe(1);
  expect(together(view, "lamp", "shade")).toBe(0);
});

test("a return by order, or by the order that bought it last, takes pairs back with the last line", () => {
  const view = new BasketsView(ids);
  for (const itemId of ["lamp", "bulb", "lamp"]) buy(view, itemId);
  view.apply(step({ itemId: "lamp", orderId: "o", type: "return" }), undefined);
  expect(together(view, "lamp", "bulb")).toBe(1);
  view.apply(step({ itemId: "lamp", type: "return" }), "o");
  expect(together(view, "lamp", "bulb")).toBe(0);
  view.apply(step({ itemId: "bulb", orderId: "o", type: "return" }), undefined);
  expect(view.counts.counts()).toEqual([]);
});

test("a line reaches as far back as the window", () => {
  const view = new BasketsView(ids);
  for (let line = 0; line <= PAIR_WINDOW + 1; line++) buy(view, `part-${line}`);
  const last = `part-${PAIR_WINDOW + 1}`;
  expect(together(view, last, "part-1")).toBe(1);
  expect(together(view, last, "part-0")).toBe(0);
});
