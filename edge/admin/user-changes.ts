import { type Role, roles } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import { sellers, userRoles, users } from "@slipstream/migrations/schema";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import { revokeAll, rolesOf } from "../auth/sessions.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";

export interface UserChange {
  principal: Principal;
  userId: string;
  reason: string;
}

/**
 * Gives a person exactly these roles, and `buyer`, which everybody has. A new seller gets a place
 * in the list of sellers. Throws `unknown_user`, `last_admin`.
 */
export async function setRoles(
  transaction: ShopTransaction,
  shop: string,
  change: UserChange & { roles: readonly Role[] },
): Promise<void> {
  const { principal, userId, reason } = change;
  const user = await lockUser(transaction, shop, userId);
  const before = await rolesOf(transaction, userId);
  const after = roles.filter((role) => role === "buyer" || change.roles.includes(role));
  const gone = before.filter((role) => !after.includes(role));
  const fresh = after.filter((role) => !before.includes(role));
  if (gone.length === 0 && fresh.length === 0) return;
  if (gone.includes("admin")) await refuseLastAdmin(transaction, shop, userId);
  if (gone.length > 0) {
    await transaction
      .delete(userRoles)
      .where(and(eq(userRoles.userId, userId), inArray(userRoles.role, gone)));
  }
  if (fresh.length > 0) {
    await transaction
      .insert(userRoles)
      .values(fresh.map((role) => ({ shopId: shop, userId, role })));
  }
  if (fresh.includes("seller")) {
    const name = user.name || `Seller ${userId.slice(-6)}`;
    const slug = `${slugOf(name)}-${userId.slice(-6)}`;
    await transaction
      .insert(sellers)
      .values({ id: userId, shopId: shop, slug, name })
      .onConflictDoNothing();
  }
  const entry = { principal, action: "set_roles", resource: "user", resourceId: userId, reason };
  await writeAudit(transaction, shop, { ...entry, before, after });
}

/** Closes an account and ends all its sessions. Throws `unknown_user`, `last_admin`. */
export async function disableUser(
  transaction: ShopTransaction,
  shop: string,
  { principal, userId, reason }: UserChange,
): Promise<void> {
  const user = await lockUser(transaction, shop, userId);
  if (user.disabledAt !== null) return;
  await refuseLastAdmin(transaction, shop, userId);
  await transaction.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, userId));
  await revokeAll(transaction, { userId, reason: "revoked" });
  const entry = { principal, action: "disable", resource: "user", resourceId: userId, reason };
  await writeAudit(transaction, shop, entry);
}

/** Opens a closed account again; who it belongs to signs in anew. Throws `unknown_user`. */
export async function enableUser(
  transaction: ShopTransaction,
  shop: string,
  { principal, userId, reason }: UserChange,
): Promise<void> {
  const user = await lockUser(transaction, shop, userId);
  if (user.disabledAt === null) return;
  await transaction.update(users).set({ disabledAt: null }).where(eq(users.id, userId));
  const entry = { principal, action: "enable", resource: "user", resourceId: userId, reason };
  await writeAudit(transaction, shop, entry);
}

async function lockUser(transaction: ShopTransaction, shop: string, userId: string) {
  const [user] = await transaction
    .select({ name: users.name, disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.shopId, shop), eq(users.id, userId)))
    .for("update");
  if (!user) throw new ProblemError("unknown_user");
  return user;
}

/**
 * Throws `last_admin` where nobody else could do what this admin does. Admins are locked in one
 * order: two who take the role from each other at the same moment do so one after the other.
 */
async function refuseLastAdmin(
  transaction: ShopTransaction,
  shop: string,
  userId: string,
): Promise<void> {
  await transaction.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('admins of ' || ${shop}::text, 0))`,
  );
  const admins = await transaction
    .select({ id: users.id, disabledAt: users.disabledAt })
    .from(users)
    .innerJoin(userRoles, and(eq(userRoles.userId, users.id), eq(userRoles.role, "admin")))
    .where(eq(users.shopId, shop));
  const isAdmin = admins.some(({ id, disabledAt }) => id === userId && disabledAt === null);
  const others = admins.filter(({ id, disabledAt }) => id !== userId && disabledAt === null);
  if (isAdmin && others.length === 0) throw new ProblemError("last_admin");
}

function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+|-+$/g, "").slice(0, 60) || "seller";
}
