import type { ShopEvent } from "@slipstream/contracts/events";
import type postgres from "postgres";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { enterShop } from "./in-shop.ts";

/** One row of the archive, named as the columns are. */
function rowOf({ event, sequence, partition }: LoggedEvent): postgres.JSONValue {
  const instant = (at: number) => new Date(at).toISOString();
  return {
    id: event.id,
    stream_sequence: sequence,
    partition,
    type: event.type,
    visitor_id: event.visitorId,
    session_id: event.sessionId,
    user_id: event.userId ?? null,
    item_id: event.itemId ?? null,
    order_id: event.orderId ?? null,
    quantity: event.quantity ?? null,
    price_minor: event.priceMinor ?? null,
    currency: event.currency ?? null,
    rating: event.rating ?? null,
    placement: event.placement ?? null,
    request_id: event.requestId ?? null,
    occurred_at: instant(event.occurredAt),
    received_at: instant(event.receivedAt),
    body: event as ShopEvent & postgres.JSONValue,
  };
}

/**
 * Writes events, and how far the log has been read, in one transaction. An event that is there
 * already stays as it is. Answers how many rows are new.
 */
export async function writeEvents(
  sql: postgres.Sql,
  batch: { events: readonly LoggedEvent[]; stream: string; sequence: number },
): Promise<number> {
  const shops = Map.groupBy(batch.events, ({ event }) => event.shop);
  return sql.begin(async (transaction) => {
    let written = 0;
    for (const [shop, events] of shops) {
      await enterShop(transaction, shop);
      const result = await transaction`
        insert into events (
          shop_id, id, stream_sequence, partition, type, visitor_id, session_id, user_id, item_id,
          order_id, quantity, price_minor, currency, rating, placement, request_id, occurred_at,
          received_at, body)
        select ${shop}, r.* from jsonb_to_recordset(${transaction.json(events.map(rowOf))}::jsonb) as r(
          id uuid, stream_sequence bigint, partition integer, type text, visitor_id text,
          session_id text, user_id text, item_id text, order_id text, quantity integer,
          price_minor bigint, currency text, rating double precision, placement text,
          request_id text, occurred_at timestamptz, received_at timestamptz, body jsonb)
        on conflict (shop_id, id) do nothing`;
      written += result.count;
    }
    await transaction`
      insert into archive_watermarks (stream, sequence) values (${batch.stream}, ${batch.sequence})
      on conflict (stream) do update
      set sequence = greatest(archive_watermarks.sequence, excluded.sequence)`;
    return written;
  });
}

/** The last sequence that the archive has of a stream; 0 for none. */
export async function readArchiveWatermark(sql: postgres.Sql, stream: string): Promise<number> {
  const rows = await sql`select sequence from archive_watermarks where stream = ${stream}`;
  return Number(rows[0]?.sequence ?? 0);
}
