import type {
  DayFigures,
  Figures,
  Funnel,
  PlacementFigures,
  Sales,
} from "@slipstream/contracts/figures-api";
import { placementSchema } from "@slipstream/contracts/placements";
import { sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { daysOf, figuresInScope, type Scope, salesInScope, scopeBefore } from "./scope.ts";

/** Sums of `bigint` come as text. */
type Row = Readonly<Record<string, unknown>>;
const numberIn = (row: Row | undefined, name: string) => Number(row?.[name] ?? 0);

const saleColumns = sql`
  coalesce(sum(quantity * price_minor), 0) as revenue,
  coalesce(sum(quantity), 0) as units, count(*) as purchases,
  coalesce(sum(quantity * price_minor) filter (where request_id is not null), 0) as recommended,
  coalesce(sum(quantity) filter (where request_id is not null), 0) as recommended_units`;

/** Sales by order: a purchase is one event, and one order. Counted after, no distinct is sorted. */
function ordersInScope(scope: Scope) {
  return sql`
    select (sold_at at time zone 'UTC')::date as on_day, event_id, ${saleColumns}
    from sale_lines where ${salesInScope(scope)} group by 1, 2`;
}

const orderColumns = sql`
  coalesce(sum(revenue), 0) as revenue, count(*) as orders, coalesce(sum(units), 0) as units,
  coalesce(sum(purchases), 0) as purchases, coalesce(sum(recommended), 0) as recommended,
  coalesce(sum(recommended_units), 0) as recommended_units`;

const figureColumns = sql`
  coalesce(sum(impressions), 0) as impressions, coalesce(sum(views), 0) as views,
  coalesce(sum(carts), 0) as carts, coalesce(sum(clicks), 0) as clicks,
  coalesce(sum(returned_minor), 0) as returned,
  coalesce(sum(returned_units), 0) as returned_units`;

/** Sales and funnel of a range of days, with those of the range before to compare with. */
export async function readFigures(
  transaction: ShopTransaction,
  scope: Scope,
): Promise<Pick<Figures, "totals" | "before" | "funnel" | "days" | "placements">> {
  // Texts are made of few rows, at the end.
  const [sold, brought, seen, before] = await Promise.all([
    transaction.execute(sql`
      select to_char(on_day, 'YYYY-MM-DD') as day, sums.* from (
        select on_day, ${orderColumns} from (${ordersInScope(scope)}) orders group by on_day
      ) sums`),
    transaction.execute(sql`
      select placement, ${saleColumns} from sale_lines
      where ${salesInScope(scope)} and request_id is not null group by placement`),
    transaction.execute(sql`
      select to_char(on_day, 'YYYY-MM-DD') as day, sums.* from (
        select day as on_day, placement, ${figureColumns}
        from daily_figures where ${figuresInScope(scope)}
        group by grouping sets ((day), (placement))
      ) sums`),
    readTotals(transaction, scopeBefore(scope)),
  ]);
  const days = joinDays(daysOf(scope), sold, seen);
  const sums = sumOf(days);
  return {
    totals: salesOnly(sums),
    before,
    funnel: funnelOnly(sums),
    days,
    placements: placementsOf(seen, brought),
  };
}

async function readTotals(transaction: ShopTransaction, scope: Scope): Promise<Sales> {
  const [sold, seen] = await Promise.all([
    transaction.execute(sql`select ${orderColumns} from (${ordersInScope(scope)}) orders`),
    transaction.execute(
      sql`select ${figureColumns} from daily_figures where ${figuresInScope(scope)}`,
    ),
  ]);
  return salesOnly(figuresOf("", sold[0], seen[0]));
}

/** What each rail showed and brought; a sale without a known rail has the empty placement. */
function placementsOf(seen: readonly Row[], sold: readonly Row[]): PlacementFigures[] {
  const known = [...placementSchema.options, "unknown"] as const;
  return known
    .map((placement) => {
      const name = placement === "unknown" ? "" : placement;
      const rail = name === "" ? undefined : seen.find(({ placement }) => placement === name);
      const sale = sold.find(({ placement }) => placement === name);
      return {
        placement,
        impressions: numberIn(rail, "impressions"),
        clicks: numberIn(rail, "clicks"),
        purchases: numberIn(sale, "purchases"),
        units: numberIn(sale, "units"),
        revenueMinor: numberIn(sale, "revenue"),
      };
    })
    .filter(({ impressions, clicks, purchases }) => impressions + clicks + purchases > 0);
}

function joinDays(days: readonly string[], sold: readonly Row[], seen: readonly Row[]) {
  const soldOn = new Map(sold.map((row) => [row.day, row]));
  const seenOn = new Map(seen.map((row) => [row.day, row]));
  return days.map((day) => figuresOf(day, soldOn.get(day), seenOn.get(day)));
}

function figuresOf(day: string, sold: Row | undefined, seen: Row | undefined): DayFigures {
  return {
    day,
    revenueMinor: numberIn(sold, "revenue"),
    orders: numberIn(sold, "orders"),
    units: numberIn(sold, "units"),
    recommendedRevenueMinor: numberIn(sold, "recommended"),
    recommendedUnits: numberIn(sold, "recommended_units"),
    returnedMinor: numberIn(seen, "returned"),
    returnedUnits: numberIn(seen, "returned_units"),
    impressions: numberIn(seen, "impressions"),
    views: numberIn(seen, "views"),
    carts: numberIn(seen, "carts"),
    purchases: numberIn(sold, "purchases"),
  };
}

function sumOf(days: readonly DayFigures[]): DayFigures {
  const sums = figuresOf("", undefined, undefined);
  for (const { day: _, ...figures } of days) {
    for (const [name, value] of Object.entries(figures)) sums[name as keyof Sales] += value;
  }
  return sums;
}

function salesOnly({ day: _, impressions, views, carts, purchases, ...sales }: DayFigures): Sales {
  return sales;
}

function funnelOnly({ impressions, views, carts, purchases }: DayFigures): Funnel {
  return { impressions, views, carts, purchases };
}
