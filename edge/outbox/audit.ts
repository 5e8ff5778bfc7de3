import { audit } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import { actorKindOf, type Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";

/** Rows that one statement writes. */
const ROWS_AT_ONCE = 500;

interface AuditEntry {
  /** A verb: `publish`, `refund`. */
  action: string;
  resource: string;
  resourceId?: string;
  before?: unknown;
  after?: unknown;
  reason?: string;
}

/** Writes down who changed what, in the transaction of the change. */
export function writeAudit(
  transaction: ShopTransaction,
  shop: string,
  entry: AuditEntry & { principal: Principal },
): Promise<void> {
  const { principal, ...rest } = entry;
  return writeAudits(transaction, shop, { principal, entries: [rest] });
}

/** The same for many changes of one person. */
export async function writeAudits(
  transaction: ShopTransaction,
  shop: string,
  { principal, entries }: { principal: Principal; entries: readonly AuditEntry[] },
): Promise<void> {
  const actor = { actorId: principal.userId ?? null, actorKind: actorKindOf(principal) };
  for (let start = 0; start < entries.length; start += ROWS_AT_ONCE) {
    const rows = entries.slice(start, start + ROWS_AT_ONCE);
    await transaction
      .insert(audit)
      .values(rows.map((entry) => ({ id: uuidv7(), shopId: shop, ...actor, ...entry })));
  }
}
