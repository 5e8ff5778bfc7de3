import type { Moments } from "@slipstream/algorithms/experiments/moments";
import { type MeasuredMetric, measuredMetricSchema } from "@slipstream/contracts/experiment-api";
import { type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/** What a metric is of one visitor: Σx / Σy, and what is known of them from before. */
const columns: Readonly<Record<MeasuredMetric, { x: SQL; y: SQL; c: SQL }>> = {
  click_through: { x: sql`clicks`, y: sql`impressions`, c: sql`clicks_before` },
  add_to_cart: { x: sql`least(carts, 1)`, y: sql`1`, c: sql`least(carts_before, 1)` },
  conversion: { x: sql`least(orders, 1)`, y: sql`1`, c: sql`least(orders_before, 1)` },
  revenue_per_session: {
    x: sql`revenue_minor`,
    y: sql`greatest(sessions, 1)`,
    c: sql`revenue_before_minor`,
  },
  latency: { x: sql`took_ms`, y: sql`timed`, c: sql`0` },
};

/** What is known of one arm, in sums over its visitors. */
export interface ArmSums {
  visitors: number;
  sessions: number;
  impressions: number;
  /** Of the impressions: another ranker than the arm's ordered what was seen. */
  standIns: number;
  clicks: number;
  carts: number;
  orders: number;
  revenueMinor: number;
  /** Visitors who clicked, filled a cart, bought. */
  clicked: number;
  carted: number;
  bought: number;
  firstCredits: number;
  secondCredits: number;
  creditSquares: number;
  moments: Readonly<Record<MeasuredMetric, Moments>>;
}

const totals = {
  visitors: sql`count(*)`,
  sessions: sql`sum(sessions)`,
  impressions: sql`sum(impressions)`,
  standIns: sql`sum(stand_ins)`,
  clicks: sql`sum(clicks)`,
  carts: sql`sum(carts)`,
  orders: sql`sum(orders)`,
  revenueMinor: sql`sum(revenue_minor)`,
  clicked: sql`count(*) filter (where clicks > 0)`,
  carted: sql`count(*) filter (where carts > 0)`,
  bought: sql`count(*) filter (where orders > 0)`,
  firstCredits: sql`sum(first_credits)`,
  secondCredits: sql`sum(second_credits)`,
  creditSquares: sql`sum((second_credits - first_credits)::float8 ^ 2)`,
};

/** Sums by arm, of one pass over those who were shown one. */
export async function readArmSums(
  transaction: ShopTransaction,
  shop: string,
  experimentId: string,
): Promise<Map<string, ArmSums>> {
  const sums = [
    ...Object.entries(totals).map(([name, of]) => sql`${of} as ${sql.identifier(name)}`),
    ...measuredMetricSchema.options.flatMap(momentColumns),
  ];
  const rows = await run<Record<string, unknown>>(
    transaction,
    sql`
      select arm, ${sql.join(sums, sql`, `)} from exposures
      where shop_id = ${shop} and experiment_id = ${experimentId}::uuid group by arm`,
  );
  return new Map(rows.map((row) => [String(row.arm), sumsOf(row)]));
}

function momentColumns(metric: MeasuredMetric): SQL[] {
  const { x, y, c } = columns[metric];
  const parts: Record<string, SQL> = { x, y, c };
  const names = ["x", "y", "c", "xx", "yy", "cc", "xy", "xc", "yc"];
  return names.map((name) => {
    const product = sql.join(
      [...name].map((letter) => sql`(${parts[letter]})::float8`),
      sql` * `,
    );
    return sql`sum(${product}) as ${sql.identifier(`${metric}_${name}`)}`;
  });
}

function sumsOf(row: Readonly<Record<string, unknown>>): ArmSums {
  const number = (name: string) => Number(row[name] ?? 0);
  const of = Object.fromEntries(Object.keys(totals).map((name) => [name, number(name)]));
  const momentsOf = (metric: MeasuredMetric): Moments => ({
    visitors: number("visitors"),
    ...{ x: number(`${metric}_x`), y: number(`${metric}_y`), c: number(`${metric}_c`) },
    ...{ xx: number(`${metric}_xx`), yy: number(`${metric}_yy`), cc: number(`${metric}_cc`) },
    ...{ xy: number(`${metric}_xy`), xc: number(`${metric}_xc`), yc: number(`${metric}_yc`) },
  });
  const moments = Object.fromEntries(
    measuredMetricSchema.options.map((metric) => [metric, momentsOf(metric)]),
  );
  return { ...of, moments } as unknown as ArmSums;
}
