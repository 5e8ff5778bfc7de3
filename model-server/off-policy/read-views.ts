import type { Placement } from "@slipstream/contracts/placements";
import { servedRequestId } from "@slipstream/contracts/request-views";
import { events } from "@slipstream/migrations/schema";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../views/database.ts";

/** Impressions that are read, the latest. */
const MAX_IMPRESSIONS = 30_000;

const idsSchema = z.array(z.string().nullable());

/** What was seen of an answer, and what of that was pressed. */
export interface View {
  seen: Set<string>;
  clicked: Set<string>;
}

/**
 * What shoppers saw of a rail in that time, and pressed since, by the answer as SERVED names it. An answer that
 * a cached page showed many times counts once, by its first view.
 */
export async function readViews(
  database: Database,
  {
    shop,
    placement,
    sinceMs,
    untilMs,
  }: { shop: string; placement: Placement; sinceMs: number; untilMs: number },
): Promise<Map<string, View>> {
  const { shopId, type, receivedAt, requestId, body } = events;
  const rows = await database.ofShop(shop, (queries) =>
    queries
      .select({
        requestId,
        seen: sql<unknown>`jsonb_path_query_array(${body}, '$.lines[*].itemId')`,
        // Columns by hand: drizzle names those of a single table without it.
        clicked: sql<unknown>`(
          select coalesce(json_agg(press.item_id), '[]') from events press
          where press.shop_id = ${events}.shop_id and press.visitor_id = ${events}.visitor_id
            and press.type = 'click' and press.request_id = ${events}.request_id)`,
      })
      .from(events)
      .where(
        and(
          ...[eq(shopId, shop), eq(type, "impression"), eq(events.placement, placement)],
          ...[gte(receivedAt, new Date(sinceMs)), lt(receivedAt, new Date(untilMs))],
        ),
      )
      .orderBy(desc(receivedAt))
      .limit(MAX_IMPRESSIONS),
  );
  const views = new Map<string, View & { requestId: string }>();
  for (const row of rows.reverse()) {
    if (row.requestId === null) continue;
    const served = servedRequestId(row.requestId);
    const view = views.get(served) ?? {
      ...{ requestId: row.requestId, seen: new Set<string>(), clicked: new Set<string>() },
    };
    views.set(served, view);
    if (view.requestId !== row.requestId) continue;
    for (const id of idsOf(row.seen)) view.seen.add(id);
    for (const id of idsOf(row.clicked)) view.clicked.add(id);
  }
  return views;
}

function idsOf(value: unknown): string[] {
  return (idsSchema.safeParse(value).data ?? []).filter((id) => id !== null);
}
