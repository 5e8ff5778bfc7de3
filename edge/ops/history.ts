import {
  type HistoryPoint,
  MAX_HISTORY_POINTS,
  type OpsHistory,
  SAMPLE_SECONDS,
} from "@slipstream/contracts/ops-history";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";

/** Rows as they come: numbers of PostgreSQL's wider types are text. */
type Row = Record<keyof HistoryPoint, string | number | null>;

/**
 * The samples of a time, epoch seconds, in steps so wide that a chart can show them: waiting and
 * ages at their worst, rates at their mean.
 */
export async function readHistory(
  database: Database,
  { from, to }: { from: number; to: number },
): Promise<OpsHistory> {
  const stepSeconds = stepOf(to - from);
  const step = sql`floor(extract(epoch from s.at) / ${stepSeconds}) * ${stepSeconds}`;
  const within = sql`s.at between to_timestamp(${from}) and to_timestamp(${to})`;
  const points = sql`
    select ${step} as at,
      max(p.pending) as pending, max(p.in_hand) as "ackPending", max(p.lag) as "lagSeconds",
      avg(p.came) as "inPerSecond", avg(p.went) as "outPerSecond",
      max(s.dead_letters) as "deadLetters",
      max(s.relay_depth) as "relayDepth", max(s.relay_age_seconds) as "relayAgeSeconds",
      max(s.hub_depth) as "hubDepth", max(s.hub_age_seconds) as "hubAgeSeconds",
      max(s.rails) as rails,
      percentile_cont(0.5) within group (order by s.p50_ms) as "p50Ms", max(s.p99_ms) as "p99Ms"
    from ops_samples s
    cross join lateral (
      select sum(of.pending) as pending, sum(of.in_hand) as in_hand, max(of.lag) as lag,
        sum(of.came) as came, sum(of.went) as went
      from unnest(s.pending, s.ack_pending, s.lag_seconds, s.in_per_second, s.out_per_second)
        as of(pending, in_hand, lag, came, went)) p
    where ${within} group by 1 order by 1`;
  const lags = sql`
    select of.partition, json_agg(of.lag order by of.at) as lags
    from (
      select ${step} as at, lag.partition, max(lag.seconds) as lag
      from ops_samples s
      cross join lateral unnest(s.lag_seconds) with ordinality as lag(seconds, partition)
      where ${within} group by 1, 2) of
    group by 1 order by 1`;
  return database.withoutShop(async (connection) => {
    const [rows, partitions] = await Promise.all([
      connection.execute<Row>(points.inlineParams()),
      connection.execute<{ lags: number[] }>(lags.inlineParams()),
    ]);
    return {
      stepSeconds,
      points: [...rows].map(pointOf),
      lagOfPartitions: [...partitions].map(({ lags: each }) => each),
    };
  });
}

function stepOf(seconds: number): number {
  const samples = Math.ceil(Math.max(0, seconds) / SAMPLE_SECONDS / MAX_HISTORY_POINTS);
  return SAMPLE_SECONDS * Math.max(1, samples);
}

function pointOf(row: Row): HistoryPoint {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value === null ? null : Number(value),
  ]);
  return Object.fromEntries(entries) as HistoryPoint;
}
