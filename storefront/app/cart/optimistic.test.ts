import type { Cart, CartLine } from "@slipstream/contracts/cart-api";
import { expect, test } from "vitest";
import { withChange } from "./optimistic.ts";

function line(sku: string, more: Partial<CartLine>): CartLine {
  const { quantity = 1, priceMinor = 100 } = more;
  return {
    sku,
    itemId: sku,
    slug: sku,
    title: sku,
    options: {},
    tint: "sand",
    quantity,
    priceMinor,
    totalMinor: quantity * priceMinor,
    available: 5,
    state: "ok",
    ...more,
  };
}

const cart: Cart = {
  lines: [line("a", { quantity: 2 }), line("b", { priceMinor: 300 }), line("c", { state: "gone" })],
  count: 4,
  currency: "EUR",
  subtotalMinor: 500,
  discount: { code: "X", amountMinor: 250, freeShipping: false },
  totalMinor: 250,
};

test("a line's change changes its sum and the cart's", () => {
  const changed = withChange(cart, { sku: "a", quantity: 3 });
  expect(changed).toMatchObject({ count: 5, subtotalMinor: 600, totalMinor: 350 });
  expect(changed.lines[0]).toMatchObject({ quantity: 3, totalMinor: 300 });
  expect(cart.lines[0]?.quantity).toBe(2);
});

test("none of it takes the line out, and a discount is never more than what is left", () => {
  const changed = withChange(cart, { sku: "b", quantity: 0 });
  expect(changed.lines.map(({ sku }) => sku)).toEqual(["a", "c"]);
  expect(changed).toMatchObject({
    subtotalMinor: 200,
    discount: { amountMinor: 200 },
    totalMinor: 0,
  });
});

test("as many as there are is enough", () => {
  const short = { ...cart, lines: [line("a", { quantity: 9, state: "short", available: 4 })] };
  expect(withChange(short, { sku: "a", quantity: 4 }).lines[0]?.state).toBe("ok");
  expect(withChange(short, { sku: "a", quantity: 5 }).lines[0]?.state).toBe("short");
});
