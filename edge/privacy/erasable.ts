import { ProblemError } from "@slipstream/contracts/problems";
import { sellers, userRoles, users } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import type { Subject } from "./subject.ts";

/** A person with all by which rows of theirs are found. */
export interface Erasable extends Subject {
  /** Of a member whose address is proven: what guests ordered under it is theirs too. */
  email: string | undefined;
  /** The address of the account, proven or not. */
  accountEmail: string | undefined;
  passwordHash: string | null;
  /** The browser's own cart. */
  cartId: string | undefined;
}

/**
 * The person, their account locked until the transaction ends. Who works for the shop is part of its
 * books and cannot just vanish. Throws `sign_in_required` (the account is gone), `wrong_state`.
 */
export async function lockErasable(
  transaction: ShopTransaction,
  subject: Subject,
  cartId: string | undefined,
): Promise<Erasable> {
  const { userId } = subject;
  const guest = { ...subject, email: undefined, accountEmail: undefined, passwordHash: null };
  if (userId === undefined) return { ...guest, cartId };
  const [[user], roles, sells] = await Promise.all([
    transaction
      .select({
        email: users.email,
        provenAt: users.emailVerifiedAt,
        passwordHash: users.passwordHash,
      })
      .from(users)
      .where(eq(users.id, userId))
      .for("update"),
    transaction
      .select({ role: userRoles.role })
      .from(userRoles)
      .where(eq(userRoles.userId, userId)),
    transaction.select({ id: sellers.id }).from(sellers).where(eq(sellers.id, userId)),
  ]);
  if (!user) throw new ProblemError("sign_in_required");
  if (sells.length > 0 || roles.some(({ role }) => role !== "buyer")) {
    const detail = "This account works for the shop: an admin has to take its roles back first";
    throw new ProblemError("wrong_state", { detail });
  }
  const { email, provenAt, passwordHash } = user;
  return {
    ...subject,
    cartId,
    passwordHash,
    accountEmail: email,
    email: provenAt === null ? undefined : email,
  };
}
