import { eventTypes, LEAST_LIKED_STARS } from "@slipstream/contracts/event-types";
import type { EventLine } from "@slipstream/contracts/events";
import type { SessionStep } from "@slipstream/contracts/steps";
import { streams } from "@slipstream/contracts/subjects";
import { archiveWatermarks, events } from "@slipstream/migrations/schema";
import { and, asc, desc, eq, gt, gte, inArray, lte, ne, or, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { named, readJsonPage } from "./json-page.ts";

/**
 * Newest events of a shop that the views are made of at the start: ten half-lives of co-visitation,
 * so that an older one would count for a thousandth.
 */
const MAX_EVENTS = 200_000;
/** Parsed in some 5 ms: no request waits long for a page. */
const PAGE_ROWS = 2000;
/** Types that are steps of a session; the others teach the views nothing. */
const stepTypes = eventTypes.filter(
  (type) => !["impression", "search", "identify", "checkout"].includes(type),
);

const columns = named({
  streamSequence: events.streamSequence,
  type: events.type,
  visitorId: events.visitorId,
  sessionId: events.sessionId,
  itemId: events.itemId,
  orderId: events.orderId,
  quantity: events.quantity,
  occurredAt: sql`floor(extract(epoch from ${events.occurredAt}) * 1000)`,
  lines: sql`${events.body} -> 'lines'`,
});

interface EventRow
  extends Pick<SessionStep, "type" | "visitorId" | "sessionId" | "occurredAt">,
    Record<"itemId" | "orderId", string | null> {
  streamSequence: number;
  quantity: number | null;
  lines: EventLine[] | null;
}

/** How far the archive has read EVENTS; 0 when it has not begun. */
export async function readArchiveWatermark(database: Database): Promise<number> {
  const rows = await database.shared
    .select({ sequence: archiveWatermarks.sequence })
    .from(archiveWatermarks)
    .where(eq(archiveWatermarks.stream, streams.events));
  return rows[0]?.sequence ?? 0;
}

/** The steps of a shop's newest events up to a sequence, oldest first, in pages. */
export async function* readSteps(
  database: Database,
  options: { shop: string; upTo: number },
): AsyncGenerator<SessionStep[]> {
  let after = await readCutOff(database, options);
  for (;;) {
    const rows = await readPage(database, { ...options, after });
    if (rows.length === 0) return;
    yield rows.flatMap(stepsOf);
    after = rows.at(-1)!.streamSequence;
  }
}

function readPage(database: Database, options: { shop: string; upTo: number; after: number }) {
  return database.ofShop(options.shop, (queries) =>
    readJsonPage<EventRow>(
      queries,
      queries
        .select(columns)
        .from(events)
        .where(and(stepsUpTo(options), gt(events.streamSequence, options.after)))
        .orderBy(asc(events.streamSequence))
        .limit(PAGE_ROWS),
    ),
  );
}

/** The sequence before the oldest event that is read. */
async function readCutOff(
  database: Database,
  options: { shop: string; upTo: number },
): Promise<number> {
  const rows = await database.ofShop(options.shop, (queries) =>
    queries
      .select({ streamSequence: events.streamSequence })
      .from(events)
      .where(stepsUpTo(options))
      .orderBy(desc(events.streamSequence))
      .offset(MAX_EVENTS)
      .limit(1),
  );
  return rows[0]?.streamSequence ?? 0;
}

function stepsUpTo({ shop, upTo }: { shop: string; upTo: number }) {
  return and(
    eq(events.shopId, shop),
    lte(events.streamSequence, upTo),
    inArray(events.type, stepTypes),
    sql`not ${events.body} ? 'untaught'`,
    // Few stars tell of no interest, here as on LEARN.
    or(ne(events.type, "rating"), gte(events.rating, LEAST_LIKED_STARS)),
  );
}

/** One step per item of an event: its own first, then its lines. */
function stepsOf(row: EventRow): SessionStep[] {
  const steps: SessionStep[] = [];
  if (row.itemId !== null) steps.push(stepOf(row, row.itemId, row.quantity ?? 1));
  for (const { itemId, quantity = 1 } of row.lines ?? []) steps.push(stepOf(row, itemId, quantity));
  return steps;
}

function stepOf(row: EventRow, itemId: string, quantity: number): SessionStep {
  const { streamSequence, type, visitorId, sessionId, orderId, occurredAt } = row;
  const order = orderId === null ? {} : { orderId };
  const about = { eventSequence: streamSequence, visitorId, sessionId, itemId, type };
  return { ...about, ...order, quantity, occurredAt };
}
