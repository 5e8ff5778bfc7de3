import { randomUUID } from "node:crypto";
import type { JobState } from "@slipstream/contracts/replay-jobs";
import type postgres from "postgres";
import type { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";
import type { ReplayRange } from "./replay-live.ts";

/** A job that this process has taken. */
export interface TakenJob extends ReplayRange {
  id: string;
  /** Under which this process has it: whoever takes it next has another. */
  worker: string;
  target: "live" | "shadow";
  /** When the last event of the range was received, in milliseconds. */
  untilMs: number;
}

/** Takes the oldest job of all shops that nobody works on; undefined when there is none. */
export async function takeJob(database: Database): Promise<TakenJob | undefined> {
  const [open] = await database.use((sql) =>
    sql.begin(
      (transaction) =>
        transaction<
          { shop: string; job: string }[]
        >`select shop, job from slipstream_open_replays() order by asked_at limit 1`,
    ),
  );
  if (open === undefined) return undefined;
  const { shop, job } = open;
  const worker = randomUUID();
  const [row] = await rowsOf(
    database,
    shop,
    (sql) => sql`
    update replay_jobs j
    set state = 'running', worker = ${worker}, alive_at = now(), started_at = coalesce(started_at, now())
    where id = ${job} and shop_id = ${shop}
      and (state = 'waiting' or (state = 'running' and alive_at < now() - interval '20 seconds'))
    returning target, from_sequence, to_sequence, reached,
      (select received_at from events e
        where e.shop_id = ${shop} and e.stream_sequence <= j.to_sequence
        order by e.stream_sequence desc limit 1) as until`,
  );
  if (row === undefined) return undefined;
  const target = row.target as TakenJob["target"];
  // What a broken-off replay of the log had done need not be looked at again.
  const reached = target === "live" ? Number(row.reached ?? 0) : 0;
  return {
    ...{ shop, id: job, worker, target },
    fromSequence: Math.max(Number(row.from_sequence), reached + 1),
    toSequence: Number(row.to_sequence),
    untilMs: row.until === null ? 0 : (row.until as Date).getTime(),
  };
}

/** Notes how far a job is, and that somebody works on it. False when it was stopped, or lost. */
export async function noteProgress(
  database: Database,
  { shop, id, worker }: TakenJob,
  { reached, events }: { reached: number; events: number },
): Promise<boolean> {
  const rows = await rowsOf(
    database,
    shop,
    (sql) => sql`
    update replay_jobs set alive_at = now(), reached = ${reached}, events = ${events}
    where id = ${id} and shop_id = ${shop} and state = 'running' and worker = ${worker}
    returning id`,
  );
  return rows.length > 0;
}

/** Ends a job, unless somebody has stopped it, or it is another's by now. */
export async function endJob(
  database: Database,
  { shop, id, worker }: TakenJob,
  { state, outcome }: { state: Extract<JobState, "done" | "failed">; outcome: string },
): Promise<void> {
  await rowsOf(
    database,
    shop,
    (sql) => sql`
    update replay_jobs set state = ${state}, outcome = ${outcome}, ended_at = now()
    where id = ${id} and shop_id = ${shop} and state = 'running' and worker = ${worker}`,
  );
}

async function rowsOf(
  database: Database,
  shop: string,
  ask: (sql: postgres.TransactionSql) => Promise<postgres.Row[]>,
): Promise<postgres.Row[]> {
  return database.use((sql) => inShop(sql, shop, ask));
}
