import { planExperiment } from "@slipstream/algorithms/experiments/plan";
import {
  EXPERIMENT_ALPHA,
  EXPERIMENT_POWER,
  type ExperimentMetric,
  type PlanAnswer,
  type PlanQuestion,
} from "@slipstream/contracts/experiment-api";
import { type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/** How far back the shop's own rates are looked up, in days. */
const DAYS = 14;
/** Visitors of whom rates are taken, the latest. */
const MAX_VISITORS = 50_000;

/** x and y of one visitor, as an experiment would count them from their first impression on. */
const columns: Readonly<Record<ExperimentMetric, { x: SQL; y: SQL }>> = {
  click_through: { x: sql`clicks`, y: sql`impressions` },
  add_to_cart: { x: sql`least(carts, 1)`, y: sql`1` },
  conversion: { x: sql`least(orders, 1)`, y: sql`1` },
  revenue_per_session: { x: sql`revenue`, y: sql`sessions` },
};

/** The metric now, and how large an experiment has to be; from the last two weeks of the archive. */
export async function planFor(
  transaction: ShopTransaction,
  shop: string,
  question: PlanQuestion,
): Promise<PlanAnswer> {
  const [row] = await run<Record<string, unknown>>(transaction, ratesQuery(shop, question));
  const number = (name: string) => Number(row?.[name] ?? 0);
  const [visitors, x, y] = [number("visitors"), number("x"), number("y")];
  const baseline = y > 0 ? x / y : 0;
  const spread = number("xx") - 2 * baseline * number("xy") + baseline * baseline * number("yy");
  const deviation =
    visitors > 1 && y > 0 ? Math.sqrt(Math.max(0, spread) / (visitors - 1)) / (y / visitors) : 0;
  const visitorsPerDay = (number("everybody") / Math.max(1, number("days"))) * question.layerShare;
  const known = { baseline, deviation, visitorsSeen: visitors, visitorsPerDay };
  if (baseline <= 0 || deviation <= 0) return known;
  const { days, ...size } = planExperiment({
    ...{ baseline, deviation, effect: question.effect, visitorsPerDay },
    ...{ alpha: EXPERIMENT_ALPHA, power: EXPERIMENT_POWER },
    comparisons: question.arms - 1,
    armShare: 1 / question.arms,
  });
  return { ...known, plan: { ...size, ...(days === undefined ? {} : { days }) } };
}

function ratesQuery(shop: string, { metric, placements }: PlanQuestion): SQL {
  const { x, y } = columns[metric];
  const list = sql.join(
    placements.map((placement) => sql`${placement}`),
    sql`, `,
  );
  return sql`
    with seen as (
      select visitor_id, min(occurred_at) as since from events
      where shop_id = ${shop} and type = 'impression' and placement in (${list})
        and received_at > now() - make_interval(days => ${DAYS})
      group by 1
    ), latest as (
      select * from seen order by since desc limit ${MAX_VISITORS}
    ), of_each as (
      select s.visitor_id, count(distinct e.session_id) as sessions,
        count(*) filter (where e.type = 'click' and e.placement in (${list})) as clicks,
        sum(case when e.type = 'impression' and e.placement in (${list}) then
          case when jsonb_typeof(e.body -> 'lines') = 'array'
            then jsonb_array_length(e.body -> 'lines') when e.item_id is not null then 1
            else 0 end end) as impressions,
        count(*) filter (where e.type = 'add_to_cart') as carts,
        count(*) filter (where e.type = 'purchase') as orders,
        coalesce(sum((select sum(l.quantity * l.price_minor) from sale_lines l
          where l.shop_id = ${shop} and l.event_id = e.id)) filter (where e.type = 'purchase'), 0)
          as revenue
      from latest s join events e on e.shop_id = ${shop} and e.visitor_id = s.visitor_id
        and e.occurred_at >= s.since
      group by 1
    ), pairs as (select (${x})::float8 as x, (${y})::float8 as y from of_each)
    select count(*) as visitors, sum(x) as x, sum(y) as y, sum(x * x) as xx, sum(y * y) as yy,
      sum(x * y) as xy, (select count(*) from seen) as everybody,
      (select least(${DAYS}, ceil(extract(epoch from now() - min(since)) / 86400)) from seen) as days
    from pairs`;
}
