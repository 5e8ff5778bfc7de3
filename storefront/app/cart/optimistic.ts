import type { Cart } from "@slipstream/contracts/cart-api";

/** So many pieces of a line; none takes it out. */
export interface CartChange {
  sku: string;
  quantity: number;
}

/**
 * The cart as it will be once the shop has taken a change: what lines and their sum say. A discount
 * is kept as it was; the shop's answer sets it right.
 */
export function withChange(cart: Cart, { sku, quantity }: CartChange): Cart {
  const lines = cart.lines.flatMap((line) => {
    if (line.sku !== sku) return line;
    if (quantity === 0) return [];
    const state = line.state === "short" && quantity <= line.available ? "ok" : line.state;
    return { ...line, state, quantity, totalMinor: line.priceMinor * quantity } as const;
  });
  const sold = lines.filter(({ state }) => state !== "gone");
  const subtotalMinor = sold.reduce((all, { totalMinor }) => all + totalMinor, 0);
  const off = Math.min(cart.discount?.amountMinor ?? 0, subtotalMinor);
  return {
    ...cart,
    lines,
    count: lines.reduce((all, line) => all + line.quantity, 0),
    subtotalMinor,
    ...(cart.discount ? { discount: { ...cart.discount, amountMinor: off } } : {}),
    totalMinor: subtotalMinor - off,
  };
}
