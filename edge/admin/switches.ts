import type { SwitchState } from "@slipstream/contracts/admin-api";
import { type SwitchName, switchNames } from "@slipstream/contracts/switches";
import { switches, users } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { writeSwitchChange } from "../outbox/write.ts";

/** Every kill switch; one that nobody ever turned is on. */
export async function listSwitches(
  transaction: ShopTransaction,
  shop: string,
): Promise<SwitchState[]> {
  const rows = await transaction
    .select({
      name: switches.name,
      enabled: switches.enabled,
      changedAt: switches.changedAt,
      changedBy: sql<string | null>`coalesce(nullif(${users.name}, ''), ${users.email}::text)`,
    })
    .from(switches)
    .leftJoin(users, eq(users.id, switches.changedBy))
    .where(eq(switches.shopId, shop));
  const known = new Map(rows.map((row) => [row.name, row]));
  return switchNames.map((name) => {
    const row = known.get(name);
    if (!row) return { name, enabled: true };
    const { enabled, changedAt, changedBy } = row;
    return {
      ...{ name, enabled, changedAt: changedAt.toISOString() },
      ...(changedBy === null ? {} : { changedBy }),
    };
  });
}

/** Turns a switch; every part of the system follows within a second. */
export async function turnSwitch(
  transaction: ShopTransaction,
  shop: string,
  change: { principal: Principal; name: SwitchName; enabled: boolean; reason: string },
): Promise<void> {
  const { principal, name, enabled, reason } = change;
  const [row] = await transaction
    .select({ enabled: switches.enabled })
    .from(switches)
    .where(and(eq(switches.shopId, shop), eq(switches.name, name)))
    .for("update");
  const before = row?.enabled ?? true;
  if (before === enabled) return;
  const values = { enabled, changedBy: principal.userId ?? null, changedAt: sql`now()` };
  await transaction
    .insert(switches)
    .values({ shopId: shop, name, ...values })
    .onConflictDoUpdate({ target: [switches.shopId, switches.name], set: values });
  await writeSwitchChange(transaction, shop);
  await writeAudit(transaction, shop, {
    ...{ principal, action: enabled ? "switch_on" : "switch_off", resource: "switch" },
    ...{ resourceId: name, before, after: enabled, reason },
  });
}
