import {
  type ArchivedRow,
  readArchivedRows,
} from "@slipstream/model-server/training/archive/archived-rows";
import type { Database } from "@slipstream/model-server/views/database";
import { majorUnits } from "./major-units.ts";

/** Columns of `events.tsv.gz`, and what is in each. */
export const eventColumns: readonly { name: string; meaning: string }[] = [
  { name: "session_id", meaning: "the session; 30 minutes of silence end one" },
  { name: "user_id", meaning: "the visitor: after a sign-in, the user's one visitor" },
  { name: "item_id", meaning: "the product; an event with several lines has a row for each" },
  { name: "timestamp", meaning: "epoch seconds, when it happened" },
  { name: "event_type", meaning: "view, click, add_to_cart, purchase, return, rating, …" },
  { name: "quantity", meaning: "units; empty where the event has none" },
  { name: "unit_price", meaning: "in units of the currency; empty where the event has none" },
  { name: "currency", meaning: "ISO 4217" },
  { name: "rating", meaning: "stars, 1 to 5, of ratings" },
  { name: "order_id", meaning: "of purchases and returns" },
  { name: "placement", meaning: "the rail that it came from or was shown in" },
];

/** The archive's events as lines, the header first. Events without an item are left out. */
export async function* eventLines(database: Database, shop: string): AsyncGenerator<string> {
  yield eventColumns.map(({ name }) => name).join("\t");
  for await (const rows of readArchivedRows(database, shop))
    for (const row of rows) yield line(row);
}

function line(row: ArchivedRow): string {
  const { sessionId, visitorId, itemId, occurredAt, type, quantity, priceMinor, currency } = row;
  const price = priceMinor === undefined ? undefined : majorUnits(priceMinor, currency);
  const cells = [
    ...[sessionId, visitorId, itemId, occurredAt / 1000, type, quantity, price, currency],
    ...[row.rating, row.orderId, row.placement],
  ];
  return cells.map((cell) => String(cell ?? "").replaceAll(/[\t\r\n]/g, " ")).join("\t");
}
