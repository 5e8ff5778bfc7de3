import type { Role } from "@slipstream/contracts/access";
import {
  ADMIN_PAGE_SIZE,
  type UserDetail,
  type UserSummary,
} from "@slipstream/contracts/admin-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { orders, reviews, sessions, userRoles, users } from "@slipstream/migrations/schema";
import { and, count, desc, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { readAudit } from "./audit-log.ts";
import { likePattern, offsetOf, pageOf } from "./pages-of.ts";

const HISTORY = 20;

export interface UserQuery {
  /** Part of the name or the address. */
  q?: string | undefined;
  role?: Role | undefined;
  state?: "open" | "disabled" | undefined;
  page: number;
}

const summaryColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
  roles: sql<string | null>`(
    select string_agg(r.role::text, ',' order by r.role) from user_roles r where r.user_id = users.id)`,
  lastSeenAt: sql<string | null>`(
    select max(s.last_seen_at) from sessions s where s.user_id = users.id)`,
};

/** One page of the shop's people, the newest first. */
export async function listUsers(transaction: ShopTransaction, shop: string, query: UserQuery) {
  const where = and(eq(users.shopId, shop), ...conditions(query));
  const [rows, [counted]] = await Promise.all([
    transaction
      .select(summaryColumns)
      .from(users)
      .where(where)
      .orderBy(desc(users.createdAt), desc(users.id))
      .limit(ADMIN_PAGE_SIZE)
      .offset(offsetOf(query.page)),
    transaction.select({ total: count() }).from(users).where(where),
  ]);
  return { users: rows.map(summaryOf), ...pageOf(counted?.total ?? 0, query.page) };
}

function conditions({ q, role, state }: UserQuery): (SQL | undefined)[] {
  const pattern = q ? likePattern(q) : undefined;
  return [
    pattern
      ? or(ilike(users.name, pattern), sql`${users.email}::text ilike ${pattern}`)
      : undefined,
    role
      ? sql`exists (select from ${userRoles} r where r.user_id = users.id and r.role = ${role})`
      : undefined,
    state === "disabled" ? isNotNull(users.disabledAt) : undefined,
    state === "open" ? isNull(users.disabledAt) : undefined,
  ];
}

type SummaryRow = {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  disabledAt: Date | null;
  roles: string | null;
  lastSeenAt: string | null;
};

function summaryOf(row: SummaryRow): UserSummary {
  const { id, email, name, createdAt, disabledAt, roles, lastSeenAt } = row;
  return {
    id,
    email,
    name,
    roles: (roles?.split(",") ?? []) as Role[],
    createdAt: createdAt.toISOString(),
    ...(lastSeenAt === null ? {} : { lastSeenAt: new Date(lastSeenAt).toISOString() }),
    ...(disabledAt === null ? {} : { disabledAt: disabledAt.toISOString() }),
  };
}

/** One person with all that admins look at. Throws `unknown_user`. */
export async function readUserDetail(
  transaction: ShopTransaction,
  shop: string,
  id: string,
): Promise<UserDetail> {
  const [[row], [open], [ordered], [reviewed], history] = await Promise.all([
    transaction
      .select({
        ...summaryColumns,
        visitorId: users.visitorId,
        emailVerifiedAt: users.emailVerifiedAt,
        totpEnabled: users.totpEnabled,
      })
      .from(users)
      .where(and(eq(users.shopId, shop), eq(users.id, id))),
    transaction
      .select({ total: count() })
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, id),
          isNull(sessions.revokedAt),
          sql`${sessions.expiresAt} > now()`,
        ),
      ),
    transaction
      .select({ total: count() })
      .from(orders)
      .where(and(eq(orders.shopId, shop), eq(orders.userId, id), isNotNull(orders.placedAt))),
    transaction
      .select({ total: count() })
      .from(reviews)
      .where(and(eq(reviews.shopId, shop), eq(reviews.userId, id))),
    readAudit(transaction, shop, { resource: "user", resourceId: id, limit: HISTORY }),
  ]);
  if (!row) throw new ProblemError("unknown_user");
  return {
    ...summaryOf(row),
    visitorId: row.visitorId,
    emailVerified: row.emailVerifiedAt !== null,
    totpEnabled: row.totpEnabled,
    openSessions: open?.total ?? 0,
    orders: ordered?.total ?? 0,
    reviews: reviewed?.total ?? 0,
    history,
  };
}
