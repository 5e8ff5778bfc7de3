import { ProblemError } from "@slipstream/contracts/problems";
import { userRoles, users } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { ShopTransaction } from "../database/database.ts";

export type UserRow = typeof users.$inferSelect;

/** Writes a new user, who is a buyer. Throws `email_taken`. */
export async function insertUser(
  transaction: ShopTransaction,
  shop: string,
  user: { email: string; name: string; visitorId: string; passwordHash: string | undefined },
): Promise<UserRow> {
  const { email, name, visitorId, passwordHash } = user;
  const [row] = await transaction
    .insert(users)
    .values({
      id: uuidv7(),
      shopId: shop,
      email,
      name,
      visitorId,
      passwordHash: passwordHash ?? null,
      passwordChangedAt: passwordHash === undefined ? null : new Date(),
    })
    .onConflictDoNothing({ target: [users.shopId, users.email] })
    .returning();
  if (!row) throw new ProblemError("email_taken", { detail: "sign in, or ask for a new password" });
  await transaction.insert(userRoles).values({ shopId: shop, userId: row.id, role: "buyer" });
  return row;
}

/** The user with this address, whatever its case. */
export async function findUserByEmail(
  transaction: ShopTransaction,
  email: string,
): Promise<UserRow | undefined> {
  const [row] = await transaction.select().from(users).where(eq(users.email, email));
  return row;
}

/** A user who is known to be there. Throws `sign_in_required` where they are gone. */
export async function readUser(transaction: ShopTransaction, userId: string): Promise<UserRow> {
  const [row] = await transaction.select().from(users).where(eq(users.id, userId));
  if (!row) throw new ProblemError("sign_in_required");
  return row;
}
