import type { ShopTransaction } from "../database/database.ts";
import { recordSale } from "../orders/ledger.ts";
import { sendPaidLetter } from "../orders/letters/buyer.ts";
import { sendSaleLetters } from "../orders/letters/seller.ts";
import { readLines } from "../orders/lines.ts";
import { tellPurchase } from "../orders/order-facts.ts";
import { sharesOf } from "../orders/shares.ts";
import { type LockedOrder, transition } from "../orders/transition.ts";
import { takeReserved } from "../stock/reservations.ts";
import type { PaymentSurroundings } from "./surroundings.ts";

/**
 * All that follows from a payment, in its transaction: the stock leaves the shelf, the order is
 * paid, its sellers have their sale, the recommender learns of it, and buyer and sellers get letters.
 * The payment's row must say `captured` already. Throws `out_of_stock`, nothing being changed,
 * where the reservation had expired and somebody else has the goods.
 */
export async function settlePaid(
  transaction: ShopTransaction,
  surroundings: PaymentSurroundings,
  order: LockedOrder,
): Promise<void> {
  const shop = surroundings.shop.id;
  await takeReserved(transaction, shop, order.id);
  const paid = await transition(transaction, shop, order.id, "paid", { system: true });
  const lines = await readLines(transaction, shop, order.id);
  await recordSale(transaction, shop, order, sharesOf(order, lines));
  await tellPurchase(transaction, shop, order, lines);
  await sendPaidLetter(transaction, surroundings, paid, lines);
  await sendSaleLetters(transaction, surroundings, { news: "sale_made", order, lines });
}
