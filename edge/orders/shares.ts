import { split } from "../pricing/split.ts";

/** A line with what was paid for it. All of an order's add up, with its shipping, to its total. */
export interface LineShare {
  position: number;
  sku: string;
  productId: string;
  /** Null: the shop itself. */
  sellerId: string | null;
  quantity: number;
  /** Units that the money went back for already: taken out before they were sent, or returned. */
  gone: number;
  /** Price × quantity, less its part of the discount: what its seller's account is about. */
  goodsMinor: number;
  /** Its part of the tax that came on top. */
  taxMinor: number;
}

interface PricedLine {
  position: number;
  sku: string;
  productId: string;
  sellerId: string | null;
  quantity: number;
  cancelledQuantity: number;
  returnedQuantity: number;
  priceMinor: number;
  discountMinor: number;
  taxMinor: number;
}

/**
 * What was paid for each line of an order. Discount and tax that its lines do not name are spread
 * over them by what they cost, so that nothing is lost.
 */
export function sharesOf(
  order: { discountMinor: number; taxMinor: number },
  lines: readonly PricedLine[],
): LineShare[] {
  const sum = (of: (line: PricedLine) => number) => lines.reduce((all, line) => all + of(line), 0);
  const net = lines.map((line) => line.priceMinor * line.quantity - line.discountMinor);
  const discounts = split(order.discountMinor - sum((line) => line.discountMinor), net);
  const goods = net.map((minor, index) => minor - (discounts[index] ?? 0));
  const taxes = split(order.taxMinor - sum((line) => line.taxMinor), goods);
  return lines.map((line, index) => ({
    position: line.position,
    sku: line.sku,
    productId: line.productId,
    sellerId: line.sellerId,
    quantity: line.quantity,
    gone: line.cancelledQuantity + line.returnedQuantity,
    goodsMinor: goods[index]!,
    taxMinor: line.taxMinor + (taxes[index] ?? 0),
  }));
}

/**
 * What so many more units of a line are worth. Units one after the other add up to the whole line,
 * whatever the rounding.
 */
export function worthOf(share: LineShare, units: number): { goodsMinor: number; taxMinor: number } {
  const upTo = (minor: number, count: number) =>
    Number((BigInt(minor) * BigInt(count)) / BigInt(share.quantity));
  const part = (minor: number) => upTo(minor, share.gone + units) - upTo(minor, share.gone);
  return { goodsMinor: part(share.goodsMinor), taxMinor: part(share.taxMinor) };
}

/** Amounts by seller, the shop's own left out. */
export function bySeller(
  parts: readonly { sellerId: string | null; amountMinor: number }[],
): { sellerId: string; amountMinor: number }[] {
  const sums = new Map<string, number>();
  for (const { sellerId, amountMinor } of parts) {
    if (sellerId === null || amountMinor === 0) continue;
    sums.set(sellerId, (sums.get(sellerId) ?? 0) + amountMinor);
  }
  return [...sums].map(([sellerId, amountMinor]) => ({ sellerId, amountMinor }));
}
