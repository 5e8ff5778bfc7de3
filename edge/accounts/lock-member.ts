import { users } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

/**
 * Lets whatever else a member does under this lock wait until the transaction ends: for what is
 * counted or looked up first, and written then. What only refers to the member goes on.
 */
export async function lockMember(transaction: ShopTransaction, userId: string): Promise<void> {
  await transaction
    .select({ id: users.id })
    .from(users)
    .where(eq(users.id, userId))
    .for("no key update");
}
