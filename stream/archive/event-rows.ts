import type { ShopEvent } from "@slipstream/contracts/events";
import type postgres from "postgres";
import type { LoggedEvent } from "../processor/logged-event.ts";
import { enterShop } from "./in-shop.ts";

/** An event and its place on the log: what the columns hold is read out of it where it is written. */
function rowOf({ event, sequence, partition }: LoggedEvent): postgres.JSONValue {
  return { sequence, partition, body: event as ShopEvent & postgres.JSONValue };
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
        select ${shop}, (body->>'id')::uuid, sequence, partition, body->>'type',
          body->>'visitorId', body->>'sessionId', body->>'userId', body->>'itemId',
          body->>'orderId', (body->>'quantity')::integer, (body->>'priceMinor')::bigint,
          body->>'currency', (body->>'rating')::double precision, body->>'placement',
          body->>'requestId', to_timestamp((body->>'occurredAt')::double precision / 1000),
          to_timestamp((body->>'receivedAt')::double precision / 1000), body
        from jsonb_to_recordset(${transaction.json(events.map(rowOf))}::jsonb)
          as r(sequence bigint, partition integer, body jsonb)
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
