import { orderLines, orders } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import { Database } from "../database/database.ts";
import type { SignedIn } from "./accounts.ts";
import { bindings } from "./client.ts";

type OrderRow = typeof orders.$inferInsert;

/** Makes an order of one piece, as if it had gone through checkout; answers its id. */
export async function bought(
  buyer: Pick<SignedIn, "shop" | "userId" | "visitorId" | "email">,
  itemId: string,
  more: Partial<OrderRow> = {},
): Promise<string> {
  const id = uuidv7();
  const { shop: shopId, userId, visitorId, email } = buyer;
  await new Database(bindings).withShop(shopId, async (transaction) => {
    await transaction.insert(orders).values({
      id,
      shopId,
      number: `T-${id}`,
      userId,
      visitorId,
      email,
      state: "delivered",
      currency: "EUR",
      subtotalMinor: 1_000,
      totalMinor: 1_000,
      shippingAddress: { name: "Test Person", line1: `1 ${email} Street`, country: "SE" },
      ...more,
    });
    await transaction.insert(orderLines).values({
      shopId,
      orderId: id,
      position: 0,
      sku: `${itemId}-1`,
      productId: itemId,
      title: "A thing",
      quantity: 1,
      priceMinor: 1_000,
    });
  });
  return id;
}
