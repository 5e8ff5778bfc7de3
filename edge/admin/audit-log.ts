import { ADMIN_PAGE_SIZE, type AuditEntry } from "@slipstream/contracts/admin-api";
import { audit, users } from "@slipstream/migrations/schema";
import { and, desc, eq, gte, lt, lte, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

export interface AuditQuery {
  resource?: string | undefined;
  resourceId?: string | undefined;
  action?: string | undefined;
  actorId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** The last entry of the page before. */
  before?: string | undefined;
  limit?: number;
}

/** What was changed by whom, the newest first. Ids grow with time, so that pages go by them. */
export async function readAudit(
  transaction: ShopTransaction,
  shop: string,
  query: AuditQuery,
): Promise<AuditEntry[]> {
  const { resource, resourceId, action, actorId, from, to, before } = query;
  const { limit = ADMIN_PAGE_SIZE } = query;
  const rows = await transaction
    .select({
      id: audit.id,
      at: audit.at,
      actorId: audit.actorId,
      actorKind: audit.actorKind,
      action: audit.action,
      resource: audit.resource,
      resourceId: audit.resourceId,
      before: audit.before,
      after: audit.after,
      reason: audit.reason,
      actorName: users.name,
      actorEmail: users.email,
    })
    .from(audit)
    .leftJoin(users, eq(users.id, audit.actorId))
    .where(
      and(
        eq(audit.shopId, shop),
        resource === undefined ? undefined : eq(audit.resource, resource),
        resourceId === undefined ? undefined : eq(audit.resourceId, resourceId),
        action === undefined ? undefined : eq(audit.action, action),
        actorId === undefined ? undefined : eq(audit.actorId, actorId),
        from === undefined ? undefined : gte(audit.at, new Date(`${from}T00:00:00Z`)),
        to === undefined ? undefined : lte(audit.at, new Date(`${to}T23:59:59.999Z`)),
        before === undefined ? undefined : lt(audit.id, before),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actorKind,
    action: row.action,
    resource: row.resource,
    ...(row.actorId === null ? {} : { actorId: row.actorId }),
    ...(row.actorEmail === null ? {} : { actor: row.actorName || row.actorEmail }),
    ...(row.resourceId === null ? {} : { resourceId: row.resourceId }),
    ...(row.before === null ? {} : { before: row.before }),
    ...(row.after === null ? {} : { after: row.after }),
    ...(row.reason === null || row.reason === "" ? {} : { reason: row.reason }),
  }));
}

/** The kinds of things that something was done with. */
export async function auditedResources(
  transaction: ShopTransaction,
  shop: string,
): Promise<string[]> {
  // One step of the index for each of the few kinds, however long the log is.
  const rows = await transaction.execute<{ resource: string }>(sql`
    with recursive kinds as (
      (select resource from audit where shop_id = ${shop} order by resource limit 1)
      union all
      select (select a.resource from audit a where a.shop_id = ${shop} and a.resource > k.resource
        order by a.resource limit 1)
      from kinds k where k.resource is not null
    ) select resource from kinds where resource is not null`);
  return [...rows].map(({ resource }) => resource);
}
