import { type EventType, eventTypes } from "@slipstream/contracts/event-types";
import type { SessionStep } from "@slipstream/contracts/steps";
import { streams } from "@slipstream/contracts/subjects";
import { type Database, readOfShop } from "./database.ts";

/** Newest events of a shop that the views are made of at the start. */
const MAX_EVENTS = 500_000;
const PAGE_ROWS = 5000;
/** Types that are steps of a session; the others teach the views nothing. */
const stepTypes: readonly EventType[] = eventTypes.filter(
  (type) => !["impression", "search", "identify", "checkout"].includes(type),
);

interface EventRow {
  stream_sequence: string;
  type: EventType;
  visitor_id: string;
  session_id: string;
  item_id: string | null;
  order_id: string | null;
  quantity: number | null;
  occurred_ms: number;
  lines: { itemId: string; quantity?: number }[] | null;
}

/** How far the archive has read EVENTS; 0 when it has not begun. */
export async function readArchiveWatermark(database: Database): Promise<number> {
  const rows = await database<{ sequence: string }[]>`
    select sequence from archive_watermarks where stream = ${streams.events}`;
  return Number(rows[0]?.sequence ?? 0);
}

/** The steps of a shop's newest events up to a sequence, oldest first, in pages. */
export async function* readSteps(
  database: Database,
  options: { shop: string; upTo: number },
): AsyncGenerator<SessionStep[]> {
  const { shop, upTo } = options;
  let after = await readCutOff(database, options);
  for (;;) {
    const from = after;
    const rows = await readOfShop(
      database,
      shop,
      (sql) => sql<EventRow[]>`
        select stream_sequence, type, visitor_id, session_id, item_id, order_id, quantity,
          (extract(epoch from occurred_at) * 1000)::float8 as occurred_ms, body -> 'lines' as lines
        from events
        where shop_id = ${shop} and stream_sequence > ${from} and stream_sequence <= ${upTo}
          and type in ${sql(stepTypes)}
        order by stream_sequence
        limit ${PAGE_ROWS}`,
    );
    if (rows.length === 0) return;
    yield rows.flatMap(stepsOf);
    after = Number(rows.at(-1)!.stream_sequence);
  }
}

/** The sequence before the oldest event that is read. */
async function readCutOff(
  database: Database,
  { shop, upTo }: { shop: string; upTo: number },
): Promise<number> {
  const rows = await readOfShop(
    database,
    shop,
    (sql) => sql<{ stream_sequence: string }[]>`
      select stream_sequence from events
      where shop_id = ${shop} and stream_sequence <= ${upTo} and type in ${sql(stepTypes)}
      order by stream_sequence desc
      offset ${MAX_EVENTS} limit 1`,
  );
  return Number(rows[0]?.stream_sequence ?? 0);
}

/** One step per item of an event: its own first, then its lines. */
function stepsOf(row: EventRow): SessionStep[] {
  const own = row.item_id === null ? [] : [{ itemId: row.item_id, quantity: row.quantity ?? 1 }];
  return [...own, ...(row.lines ?? [])].map(({ itemId, quantity = 1 }) => ({
    eventSequence: Number(row.stream_sequence),
    visitorId: row.visitor_id,
    sessionId: row.session_id,
    itemId,
    type: row.type,
    ...(row.order_id === null ? {} : { orderId: row.order_id }),
    quantity,
    occurredAt: row.occurred_ms,
  }));
}
