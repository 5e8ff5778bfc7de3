import { randomUUID } from "node:crypto";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import { streams } from "@slipstream/contracts/subjects";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { writeEvents } from "../archive/event-rows.ts";
import { eventsFromLog } from "../rebuild/log-source.ts";
import { startStream } from "../start.ts";
import { environmentOn, openLog } from "../testing/environment.ts";
import { EventMaker } from "../testing/events.ts";
import { until } from "../testing/log-client.ts";
import { endJob, noteProgress, takeJob } from "./job-table.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(
  services.postgres.adminUrl,
  (sql) => sql`insert into shops (id, name, hosts, currency)
    values ('demo', 'Demo', '{}', 'EUR'), ('barn', 'Barn', '{}', 'EUR')`,
);
const environment = environmentOn(services);
const log = await openLog(environment);
const running = await startStream(environment, pino({ level: "silent" }));
let stopped: Promise<void> | undefined;
function stop(): Promise<void> {
  stopped ??= running.stop();
  return stopped;
}
afterAll(async () => {
  await stop();
  await log.close();
});
const maker = new EventMaker();

async function viewsOf(event: ShopEvent): Promise<number> {
  const key = keys.userItems("demo", event.visitorId);
  const bytes = await log.redis.hgetBuffer(key, event.itemId!);
  return bytes === null ? 0 : decodeUserItem(bytes).views;
}

async function askForReplay(target: string): Promise<{ state: string; outcome: string }> {
  const id = randomUUID();
  const { sequence } = await lastArchived();
  await asAdmin(
    services.postgres.adminUrl,
    (sql) => sql`
      insert into replay_jobs (id, shop_id, target, from_sequence, to_sequence)
      values (${id}, 'demo', ${target}, 1, ${sequence})`,
  );
  const read = () =>
    asAdmin(services.postgres.adminUrl, async (sql) => {
      const [row] =
        await sql`select state, outcome, reached, events from replay_jobs where id = ${id}`;
      return row as { state: string; outcome: string; reached: string };
    });
  await until(async () => !["waiting", "running"].includes((await read()).state));
  const job = await read();
  expect(Number(job.reached)).toBe(sequence);
  return job;
}

const lastArchived = () =>
  asAdmin(services.postgres.adminUrl, async (sql) => {
    const [row] =
      await sql`select max(stream_sequence)::int as sequence, count(*)::int as events from events`;
    return row as { sequence: number; events: number };
  });

test("a replay into what serves publishes what is missing, and only once", async () => {
  const view = () => maker.make({ type: "view", visitorId: "fay", itemId: "bowl" });
  await log.applied(await log.publish([view()]));
  const [lost, kept] = [view(), view()];
  const last = await log.publish([kept]);
  await log.applied(last);
  await until(async () => (await lastArchived()).sequence === last);
  // It was poison then; the archive has it all the same.
  const database = new Database(environment.DATABASE_URL);
  await database.use((sql) =>
    writeEvents(sql, {
      events: [{ event: lost, sequence: 1, partition: partitionOf("fay") }],
      stream: streams.events,
      sequence: 0,
    }),
  );
  await database.close();
  expect(await viewsOf(lost)).toBe(2);
  expect((await askForReplay("live")).outcome).toMatch(/^1 had not taken effect/);
  await until(async () => (await viewsOf(lost)) === 3);
  expect((await askForReplay("live")).outcome).toMatch(/^0 had not taken effect/);
  expect(await viewsOf(lost)).toBe(3);
});

test("a replay into a shadow builds the shop's state beside what serves", async () => {
  const { events } = await lastArchived();
  const elsewhere = new EventMaker("barn").make({
    ...{ type: "view", visitorId: "fay", itemId: "bowl" },
    id: randomUUID(),
  });
  const last = await log.publish([elsewhere]);
  await log.applied(last);
  await until(async () => (await lastArchived()).sequence === last);
  const { state, outcome } = await askForReplay("shadow");
  expect({ state, outcome }).toMatchObject({ state: "done" });
  expect(outcome).toContain(`${events} events applied`);
  expect(await log.redis.keys("barn:product:*")).not.toEqual([]);
  expect(await log.redis.keys("~*:barn:*")).toEqual([]);
  // What is not archived yet comes from the log.
  const ofLog: string[] = [];
  const range = { after: 0, before: last + 1, shop: "barn" };
  for await (const page of eventsFromLog(log, range)) {
    ofLog.push(...page.map(({ event }) => event.id));
  }
  expect(ofLog).toEqual([elsewhere.id]);
  const stats = "product:bowl:stats";
  const [serving, shadow] = await Promise.all(
    ["", "~replay-demo:"].map(async (prefix) => {
      const partition = partitionOf("fay");
      return log.redis.hget(`${prefix}demo:${stats}:${partition}`, "total_views");
    }),
  );
  expect(shadow).toBe(serving);
  expect(Number(shadow)).toBeGreaterThan(0);
});

test("who asked first comes first, and who lost a job to another writes no more of it", async () => {
  await stop();
  const [older, newer] = [randomUUID(), randomUUID()];
  await asAdmin(services.postgres.adminUrl, (sql) =>
    Promise.all(
      [
        { id: newer, shop: "barn", age: "1 minute" },
        { id: older, shop: "demo", age: "2 minutes" },
      ].map(
        ({ id, shop, age }) => sql`
          insert into replay_jobs (id, shop_id, target, from_sequence, to_sequence, created_at)
          values (${id}, ${shop}, 'live', 1, 2, now() - ${age}::interval)`,
      ),
    ),
  );
  const database = new Database(environment.DATABASE_URL);
  const lost = await takeJob(database);
  expect(lost).toMatchObject({ id: older, shop: "demo" });
  expect(await takeJob(database)).toMatchObject({ id: newer, shop: "barn" });
  expect(await takeJob(database)).toBeUndefined();
  await asAdmin(
    services.postgres.adminUrl,
    (sql) => sql`update replay_jobs set alive_at = now() - interval '1 minute' where id = ${older}`,
  );
  const taken = await takeJob(database);
  expect(taken).toMatchObject({ id: older });
  expect(await noteProgress(database, lost!, { reached: 1, events: 9 })).toBe(false);
  await endJob(database, lost!, { state: "failed", outcome: "too late" });
  expect(await noteProgress(database, taken!, { reached: 1, events: 1 })).toBe(true);
  await endJob(database, taken!, { state: "done", outcome: "in time" });
  await database.close();
  const rows = await asAdmin(
    services.postgres.adminUrl,
    (sql) => sql`select state, outcome, events::int from replay_jobs where id = ${older}`,
  );
  expect([...rows]).toEqual([{ state: "done", outcome: "in time", events: 1 }]);
});
