import type { EventLine } from "@slipstream/contracts/events";
import { events } from "@slipstream/migrations/schema";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../../views/database.ts";

const PAGE_ROWS = 5000;

/** One item of one archived event. */
export interface ArchivedRow {
  sessionId: string;
  visitorId: string;
  itemId: string;
  /** Epoch ms. */
  occurredAt: number;
  type: string;
  quantity?: number;
  priceMinor?: number;
  currency?: string;
  rating?: number;
  orderId?: string;
  placement?: string;
}

const columns = {
  streamSequence: events.streamSequence,
  id: events.id,
  type: events.type,
  visitorId: events.visitorId,
  sessionId: events.sessionId,
  itemId: events.itemId,
  orderId: events.orderId,
  quantity: events.quantity,
  priceMinor: events.priceMinor,
  currency: events.currency,
  rating: events.rating,
  placement: events.placement,
  occurredAt: events.occurredAt,
  lines: sql<EventLine[] | null>`${events.body} -> 'lines'`,
};
type EventRow = Awaited<ReturnType<typeof readPage>>[number];

/** Every item of every archived event of a shop, in the order of the stream, in pages. */
export async function* readArchivedRows(
  database: Database,
  shop: string,
): AsyncGenerator<ArchivedRow[]> {
  let after = -1;
  for (;;) {
    const rows = await readPage(database, shop, after);
    if (rows.length === 0) return;
    yield rows.flatMap(itemsOf);
    after = rows.at(-1)!.streamSequence;
  }
}

function readPage(database: Database, shop: string, after: number) {
  return database.ofShop(shop, (queries) =>
    queries
      .select(columns)
      .from(events)
      .where(and(eq(events.shopId, shop), gt(events.streamSequence, after)))
      .orderBy(asc(events.streamSequence))
      .limit(PAGE_ROWS),
  );
}

/** The event's own item first, then its lines; none for a search and the like. */
function itemsOf(row: EventRow): ArchivedRow[] {
  const known = <T>(value: T | null): T | undefined => value ?? undefined;
  const shared = {
    sessionId: row.sessionId,
    visitorId: row.visitorId,
    type: row.type,
    occurredAt: row.occurredAt.getTime(),
    rating: known(row.rating),
    orderId: known(row.orderId),
    placement: known(row.placement),
  };
  const own = {
    ...shared,
    quantity: known(row.quantity),
    priceMinor: known(row.priceMinor),
    currency: known(row.currency),
  };
  const lines = (row.lines ?? []).map(({ itemId, quantity, priceMinor, currency }) => {
    return { ...shared, itemId, quantity, priceMinor, currency };
  });
  return row.itemId === null ? lines : [{ ...own, itemId: row.itemId }, ...lines];
}
