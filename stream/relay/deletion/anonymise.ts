import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { z } from "zod";

/** Rows of one statement. */
const PAGE_ROWS = 1_000;

/** What leads to a person in an archived event, of whatever age: later schemas may be stricter. */
const archivedSchema = z.looseObject({
  visitorId: z.string(),
  sessionId: z.string(),
  orderId: z.string().optional(),
});

/** Names that stand for others from now on; which for which is told to nobody and kept nowhere. */
class Pseudonyms {
  readonly #names = new Map<string, string>();

  of(id: string): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = `gone-${randomUUID()}`;
    this.#names.set(id, name);
    return name;
  }
}

/**
 * Takes the person out of archived events: visitor, session and order get names that lead nowhere,
 * what they typed and which recommendation they saw goes. What was counted stays countable: a rebuild
 * finds the same events at the same places, of nobody. All in one transaction, so that one visitor's
 * events stay one visitor's. Answers how many rows.
 */
export async function anonymiseEvents(
  transaction: postgres.TransactionSql,
  { shop, visitorIds }: { shop: string; visitorIds: readonly string[] },
): Promise<number> {
  const pseudonyms = new Pseudonyms();
  let rows = 0;
  for (;;) {
    const page = await transaction<{ id: string; body: unknown }[]>`
      select id, body from events
      where shop_id = ${shop} and visitor_id in ${transaction([...visitorIds])}
      limit ${PAGE_ROWS}`;
    if (page.length === 0) return rows;
    const events = page.map(({ id, body }) => ({ id, body: withoutPerson(body, pseudonyms) }));
    await transaction`
      update events set visitor_id = r.body ->> 'visitorId', session_id = r.body ->> 'sessionId',
        order_id = r.body ->> 'orderId', user_id = null, request_id = null, body = r.body,
        anonymised = true
      from jsonb_to_recordset(${transaction.json(events)}::jsonb) as r(id uuid, body jsonb)
      where events.shop_id = ${shop} and events.id = r.id`;
    rows += page.length;
  }
}

function withoutPerson(body: unknown, pseudonyms: Pseudonyms): postgres.JSONValue {
  const { userId, query, requestId, traceparent, live, ...event } = archivedSchema.parse(body);
  return {
    ...(event as Record<string, postgres.JSONValue>),
    visitorId: pseudonyms.of(event.visitorId),
    sessionId: pseudonyms.of(event.sessionId),
    ...(event.orderId === undefined ? {} : { orderId: pseudonyms.of(event.orderId) }),
  };
}
