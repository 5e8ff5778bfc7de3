import { type ShopSettings, shopSettingsSchema } from "@slipstream/contracts/shop-settings";
import { settings } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";

/** What admins have set for the shop; a row that does not fit any more counts as never set. */
export async function readShopSettings(
  transaction: ShopTransaction,
  shop: string,
): Promise<ShopSettings> {
  const rows = await transaction
    .select({ name: settings.name, value: settings.value })
    .from(settings)
    .where(eq(settings.shopId, shop));
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  const known = Object.entries(shopSettingsSchema.shape).flatMap(([name, schema]) => {
    if (!stored.has(name)) return [];
    const parsed = schema.safeParse(stored.get(name));
    if (parsed.success) return [[name, parsed.data]];
    log("warn", "a setting does not fit its schema", { shop, name });
    return [];
  });
  return shopSettingsSchema.parse(Object.fromEntries(known));
}
