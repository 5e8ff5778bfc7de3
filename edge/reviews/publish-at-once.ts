import { settings } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/** The shop's setting: true where reviews are published without a look at them. */
const SETTING = "reviews.publish_at_once";

export async function publishesAtOnce(
  transaction: ShopTransaction,
  shop: string,
): Promise<boolean> {
  const [row] = await transaction
    .select({ value: settings.value })
    .from(settings)
    .where(and(eq(settings.shopId, shop), eq(settings.name, SETTING)));
  return row?.value === true;
}
