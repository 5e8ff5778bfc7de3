import { audit } from "@slipstream/migrations/schema";
import { uuidv7 } from "uuidv7";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";

/** Writes down who changed what, in the transaction of the change. */
export async function writeAudit(
  transaction: ShopTransaction,
  shop: string,
  entry: {
    principal: Principal;
    /** A verb: `publish`, `refund`. */
    action: string;
    resource: string;
    resourceId?: string;
    before?: unknown;
    after?: unknown;
    reason?: string;
  },
): Promise<void> {
  const { principal, ...rest } = entry;
  await transaction.insert(audit).values({
    id: uuidv7(),
    shopId: shop,
    actorId: principal.userId ?? null,
    actorKind: principal.roles.at(-1) ?? "guest",
    ...rest,
  });
}
