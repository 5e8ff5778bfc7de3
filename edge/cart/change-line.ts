import { ProblemError } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import { writeFacts } from "../outbox/write.ts";
import { type CartPlace, isCart } from "./cart-place.ts";

interface Change extends Record<string, unknown> {
  itemId: string;
  before: number;
  available: number | null;
  priceMinor: number | null;
}

/**
 * Makes a line be of exactly that many pieces; none takes it out (and a line that is not there is
 * out already). More than there is are refused. Throws `unknown_cart`, `unknown_variant`,
 * `out_of_stock`.
 */
export async function setLine(
  transaction: ShopTransaction,
  shop: { id: string; currency: string },
  options: { place: CartPlace; principal: Principal; sku: string; quantity: number },
): Promise<void> {
  const { place, principal, sku, quantity } = options;
  const [[cart], [line]] = await Promise.all([
    run<{ id: string }>(
      transaction,
      sql`update carts set updated_at = now() where ${isCart(shop.id, place)} returning id`,
    ),
    run<Change>(transaction, selectLine(shop.id, place, sku)),
  ]);
  if (!line) {
    if (quantity === 0) return;
    throw new ProblemError(cart ? "unknown_variant" : "unknown_cart");
  }
  const added = quantity - line.before;
  if (added === 0) return;
  if (added > 0) refuseMoreThanThereIs(sku, quantity, line);
  await run(
    transaction,
    quantity === 0
      ? sql`delete from cart_lines where cart_id = ${cart!.id}::uuid and sku = ${sku}`
      : sql`update cart_lines set quantity = ${quantity} where cart_id = ${cart!.id}::uuid and sku = ${sku}`,
  );
  const { itemId, priceMinor } = line;
  await writeFacts(transaction, shop.id, [
    {
      type: added > 0 ? "add_to_cart" : "remove_from_cart",
      visitorId: principal.visitorId,
      userId: principal.userId,
      itemId,
      variantId: sku,
      quantity: Math.abs(added),
      ...(priceMinor === null ? {} : { priceMinor, currency: shop.currency }),
    },
  ]);
}

function refuseMoreThanThereIs(sku: string, quantity: number, line: Change): void {
  const available = line.available ?? 0;
  if (quantity <= available) return;
  const message = available === 0 ? "It is sold out." : `Only ${available} left.`;
  throw new ProblemError("out_of_stock", { issues: [{ path: sku, message }] });
}

function selectLine(shop: string, place: CartPlace, sku: string) {
  return sql`
    select l.product_id as "itemId", l.quantity as before,
      n.on_hand - n.reserved as available, v.price_minor::float8 as "priceMinor"
    from cart_lines l join carts on carts.id = l.cart_id
    left join variants v on v.shop_id = l.shop_id and v.sku = l.sku
    left join inventory n on n.shop_id = l.shop_id and n.sku = l.sku
    where ${isCart(shop, place)} and l.sku = ${sku}`;
}
