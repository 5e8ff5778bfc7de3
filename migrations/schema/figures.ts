import { bigint, date, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, shopId } from "./columns.ts";

/*
 * What the dashboards read in place of the archive. A trigger on `events` keeps both tables, in the
 * transaction that archives the events: each event counts once, as it is archived once.
 */

/**
 * What happened with each product on each day (UTC), within one rail or (`''`) outside of all. The
 * rows of the product `''` are the sums of all products.
 */
export const dailyFigures = pgTable(
  "daily_figures",
  {
    shopId: shopId(),
    day: date("day").notNull(),
    productId: text("product_id").notNull(),
    /** Of impressions and clicks; empty for all else. */
    placement: text("placement").notNull().default(""),
    impressions: integer("impressions").notNull().default(0),
    clicks: integer("clicks").notNull().default(0),
    views: integer("views").notNull().default(0),
    /** Times it was put into a cart. */
    carts: integer("carts").notNull().default(0),
    returnedUnits: integer("returned_units").notNull().default(0),
    returnedMinor: bigint("returned_minor", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.day, table.productId, table.placement] }),
    index("daily_figures_product").on(table.shopId, table.productId, table.day),
  ],
);

/** Each line of each purchase, and the recommendation that it is attributed to. */
export const saleLines = pgTable(
  "sale_lines",
  {
    shopId: shopId(),
    /** The purchase's event. */
    eventId: uuid("event_id").notNull(),
    /** 0: the event's own item; from 1: its lines. */
    line: integer("line").notNull(),
    orderId: text("order_id"),
    productId: text("product_id").notNull(),
    soldAt: instant("sold_at").notNull(),
    quantity: integer("quantity").notNull(),
    /** Of one unit, in the shop's currency; 0 where it was sold in another. */
    priceMinor: bigint("price_minor", { mode: "number" }).notNull(),
    /** The last rail click on the product within 24 hours before; null: none. */
    touchedAt: instant("touched_at"),
    /** As served, without the suffix of the view. */
    requestId: text("request_id"),
    /** Empty where nobody saw which rail it was. */
    placement: text("placement"),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.eventId, table.line] }),
    index("sale_lines_order").on(table.shopId, table.orderId),
    index("sale_lines_sold").on(table.shopId, table.soldAt),
    index("sale_lines_product").on(table.shopId, table.productId, table.soldAt),
  ],
);
