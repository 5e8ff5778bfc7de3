import type { SettingsChange, ShopSettings } from "@slipstream/contracts/shop-settings";
import { settings } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { readShopSettings } from "../settings/shop-settings.ts";

/** Sets what the change names, and writes down what it was before. Answers all settings. */
export async function changeSettings(
  transaction: ShopTransaction,
  shop: string,
  { principal, change }: { principal: Principal; change: SettingsChange },
): Promise<ShopSettings> {
  const before = await readShopSettings(transaction, shop);
  for (const [name, value] of Object.entries(change)) {
    const old = before[name as keyof ShopSettings];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(old)) continue;
    const values = { value, changedBy: principal.userId ?? null, changedAt: sql`now()` };
    await transaction
      .insert(settings)
      .values({ shopId: shop, name, ...values })
      .onConflictDoUpdate({ target: [settings.shopId, settings.name], set: values });
    await writeAudit(transaction, shop, {
      ...{ principal, action: "change", resource: "setting", resourceId: name },
      ...{ before: old, after: value },
    });
  }
  return readShopSettings(transaction, shop);
}
