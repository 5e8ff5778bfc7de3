import type { Invoice, OrderDetail } from "@slipstream/contracts/order-api";
import { ProblemError } from "@slipstream/contracts/problems";

/**
 * The invoice of an order that was paid. Its sums are the order's own, so that they are what was
 * charged: subtotal − discount + delivery + tax = total. Throws `wrong_state` for an unpaid order.
 */
export function invoiceOf(order: OrderDetail, seller: { name: string; company: string }): Invoice {
  const paid = order.events.find(({ to }) => to === "paid");
  if (!paid) throw new ProblemError("wrong_state", { detail: "the order was not paid" });
  const to = order.billingAddress ?? order.shippingAddress;
  return {
    number: `INV-${order.number}`,
    orderNumber: order.number,
    issuedAt: paid.at,
    shopName: seller.name,
    company: seller.company.split("\n").filter((line) => line !== ""),
    ...(to === undefined ? {} : { to }),
    ...(order.email === undefined ? {} : { email: order.email }),
    currency: order.currency,
    lines: order.lines.map(({ title, options, sku, quantity, priceMinor }) => ({
      title,
      options,
      sku,
      quantity,
      priceMinor,
      totalMinor: quantity * priceMinor,
    })),
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    shippingMinor: order.shippingMinor,
    taxMinor: order.taxMinor,
    totalMinor: order.totalMinor,
    taxLines: order.taxLines,
    netMinor: order.totalMinor - order.taxMinor - order.taxIncludedMinor,
    refundedMinor: order.refundedMinor,
  };
}
