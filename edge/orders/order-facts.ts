import type { ShopTransaction } from "../database/database.ts";
import { type ShopFact, writeFacts } from "../outbox/write.ts";
import type { OrderLineRow } from "./lines.ts";

interface OrderOf {
  id: string;
  visitorId: string | null;
  userId: string | null;
  currency: string;
}

/**
 * Tells that an order was bought. It is one event, as what is bought together is learnt from it;
 * the recommendation that it names is the one that brought the most money. What each line came from
 * is on the lines themselves.
 */
export async function tellPurchase(
  transaction: ShopTransaction,
  shop: string,
  order: OrderOf,
  lines: readonly OrderLineRow[],
): Promise<void> {
  await writeFacts(transaction, shop, [
    { ...factOf("purchase", order, lines), requestId: dominantRequest(lines) },
  ]);
}

/**
 * Tells of the lines that nothing is kept of any more: their purchase is taken back. A line that is
 * kept in part was still bought. `before` are the lines as they were, `after` as they are now.
 */
export async function tellReturns(
  transaction: ShopTransaction,
  shop: string,
  order: OrderOf,
  { before, after }: { before: readonly OrderLineRow[]; after: readonly OrderLineRow[] },
): Promise<void> {
  const wasKept = new Set(
    before.filter((line) => keptOf(line) > 0).map(({ position }) => position),
  );
  const gone = after.filter((line) => keptOf(line) === 0 && wasKept.has(line.position));
  if (gone.length === 0) return;
  await writeFacts(transaction, shop, [factOf("return", order, gone)]);
}

const keptOf = (line: OrderLineRow) =>
  line.quantity - line.cancelledQuantity - line.returnedQuantity;

function factOf(
  type: "purchase" | "return",
  order: OrderOf,
  lines: readonly OrderLineRow[],
): ShopFact {
  const { currency } = order;
  return {
    type,
    visitorId: order.visitorId ?? undefined,
    userId: order.userId ?? undefined,
    orderId: order.id,
    lines: lines.map(({ productId, sku, quantity, priceMinor }) => ({
      itemId: productId,
      variantId: sku,
      quantity,
      priceMinor,
      currency,
    })),
  };
}

function dominantRequest(lines: readonly OrderLineRow[]): string | undefined {
  const sums = new Map<string, number>();
  for (const { requestId, priceMinor, quantity } of lines) {
    if (requestId === null) continue;
    sums.set(requestId, (sums.get(requestId) ?? 0) + priceMinor * quantity);
  }
  return [...sums].sort(([, a], [, b]) => b - a)[0]?.[0];
}
