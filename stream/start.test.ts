import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ANNOUNCE_PATH,
  type Announcement,
  announcementsSchema,
  SIGNATURE_HEADER,
} from "@slipstream/contracts/announcements";
import { decodeFactorRecord, decodeFactors } from "@slipstream/contracts/factors";
import { healthSchema } from "@slipstream/contracts/health";
import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import { verifyBody } from "@slipstream/contracts/signature";
import { decodeSteps } from "@slipstream/contracts/steps";
import { streamStatusSchema } from "@slipstream/contracts/stream-status";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { alertsIn } from "@slipstream/dev/alerts/scraped";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { streamMetrics } from "./metric-definitions.ts";
import { deadLetterHeaders } from "./publish/dead-letters.ts";
import { FenceError, PartitionFence } from "./redis/partition-fence.ts";
import { startStream } from "./start.ts";
import { environmentOn, openLog } from "./testing/environment.ts";
import { EventMaker, messageOf } from "./testing/events.ts";
import { until } from "./testing/log-client.ts";
import { redisContents } from "./testing/redis-contents.ts";

const SECRET = "a secret of the tests, long enough";
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const announced: Announcement[] = [];
const edge = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const signature = request.headers[SIGNATURE_HEADER] as string;
  const known = await verifyBody({ secret: SECRET, body, signature, nowMs: Date.now() });
  const isAnnounced = known && request.url === ANNOUNCE_PATH;
  if (isAnnounced) announced.push(...announcementsSchema.parse(JSON.parse(body)).announcements);
  response.writeHead(known ? 204 : 401).end();
});
await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
const { port: edgePort } = edge.address() as AddressInfo;
await asAdmin(services.postgres.adminUrl, async (sql) => {
  await sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`;
  await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'home', 'Home', 'sand')`;
  await sql`insert into categories (shop_id, slug, name, tint, parent_slug)
    values ('demo', 'lamps', 'Lamps', 'sand', 'home')`;
  await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
    values ('demo', 'lamp', 'lamp', 'Lamp', 'lamps', 1000, 'EUR')`;
});
const environment = environmentOn(services, {
  EDGE_URL: `http://127.0.0.1:${edgePort}`,
  INTERNAL_SECRET: SECRET,
});
const log = await openLog(environment);
let running = await startStream(environment, pino({ level: "silent" }));
afterAll(async () => {
  await running.stop();
  await log.close();
  edge.close();
});

const maker = new EventMaker();
const ask = (path: string) => fetch(`http://127.0.0.1:${running.port}${path}`);

function archived(): Promise<number> {
  return asAdmin(services.postgres.adminUrl, async (sql) => {
    const [row] = await sql`select count(*)::int as count from events`;
    return Number(row?.count);
  });
}

test("an event moves session, counters and factors, is told to views and archived", async () => {
  const at = partitionOf("anna");
  const view = maker.make({ type: "view", visitorId: "anna", itemId: "lamp" });
  await log.applied(await log.publish([view]));
  const { redis, manager } = log;
  expect(await redis.hgetall(keys.productStats("demo", "lamp", at))).toEqual({ total_views: "1" });
  for (const category of ["", "lamps", "home"]) {
    expect(await redis.zrange(keys.trending("demo", category, at), "0", "-1")).toEqual(["lamp"]);
  }
  const record = await redis.hgetBuffer(keys.factors("demo", "lamp"), "lamp");
  const factors = await manager.streams.getMessage(streams.learn, {
    last_by_subj: subjects.factors("demo", 0),
  });
  const published = decodeFactors(factors!.data);
  expect(published.eventSequence).toBe(1);
  expect(published.records).toEqual([decodeFactorRecord(record!)]);
  const steps = await manager.streams.getMessage(streams.learn, {
    last_by_subj: subjects.steps("demo", at),
  });
  expect(decodeSteps(steps!.data).steps).toMatchObject([
    { eventSequence: 1, visitorId: "anna", itemId: "lamp", type: "view", quantity: 1 },
  ]);
  await until(async () => (await archived()) === 1);
  expect(announced).toEqual([]);
});

test("whoever has a live page is announced, signed, with the LEARN sequence of the step", async () => {
  const event = maker.make({ type: "view", visitorId: "ben", itemId: "lamp", live: true });
  await log.publish([event]);
  await until(async () => announced.length > 0);
  const steps = await log.manager.streams.getMessage(streams.learn, {
    last_by_subj: subjects.steps("demo", partitionOf("ben")),
  });
  expect(announced).toEqual([
    {
      shop: "demo",
      visitorId: "ben",
      sessionId: "session-ben",
      eventId: event.id,
      itemId: "lamp",
      receivedAt: event.receivedAt,
      learnSequence: expect.any(Number),
    },
  ]);
  expect(announced[0]?.learnSequence).toBeGreaterThanOrEqual(steps!.seq);
});

test("poison goes to the DLQ with its reason, and the partition goes on", async () => {
  const good = maker.make({ type: "view", visitorId: "anna", itemId: "lamp" });
  const { subject } = messageOf(good);
  const at = partitionOf("anna");
  const poisons = [
    "not JSON",
    JSON.stringify(good).replace('"view"', '"stare"'),
    JSON.stringify({ ...good, rating: 9 }),
    JSON.stringify(good).replace(/"occurredAt":\d+/, '"occurredAt":NaN'),
    JSON.stringify({ ...good, shop: "other" }),
    JSON.stringify({ ...good, visitorId: "ben" }),
  ];
  const first = await log.client.publish(subject, poisons[0]!);
  for (const poison of poisons.slice(1)) await log.client.publish(subject, poison);
  await log.applied(await log.publish([good]));
  const { state } = await log.manager.streams.info(streams.dlq);
  expect(state.messages).toBe(poisons.length);
  const letter = await log.manager.streams.getMessage(streams.dlq, { seq: 1 });
  expect(letter!.subject).toBe(subjects.deadLetter(at));
  expect(new TextDecoder().decode(letter!.data)).toBe("not JSON");
  expect(letter!.header.get(deadLetterHeaders.sequence)).toBe(String(first.seq));
  expect(letter!.header.get(deadLetterHeaders.reason)).toMatch(/SyntaxError/);
  expect(await log.redis.hgetall(keys.productStats("demo", "lamp", at))).toEqual({
    total_views: "2",
  });
});

test("status, health and metrics tell the truth", async () => {
  const status = streamStatusSchema.parse(await (await ask("/status")).json());
  expect(status.partitions).toHaveLength(16);
  expect(status.totals).toMatchObject({ applied: 3, deadLetters: 6, pending: 0, lagSeconds: 0 });
  expect(status.partitions[partitionOf("ben")]).toMatchObject({
    leaseHolder: expect.stringMatching(/\/\d+-[0-9a-f]+$/),
    ackPendingLimit: 8192,
    watermark: 2,
  });
  const health = healthSchema.parse(await (await ask("/health")).json());
  expect(health.state).toBe("ok");
  const metrics = await (await ask("/metrics")).text();
  expect(metrics).toMatch(/^slipstream_stream_events_applied_total 3$/m);
  expect(metrics).toMatch(
    /^messaging_client_sent_messages_total{[^}]*messaging_destination_name="DLQ"} 6$/m,
  );
  for (const { name } of Object.values(streamMetrics)) expect(metrics).toContain(`# TYPE ${name} `);
  expect(alertsIn([metrics])).toEqual(["DeadLetters", "ProcessorMissing"]);
  const stages = ["deliver", "decode", "read", "compute", "publish", "commit"];
  for (const stage of stages) {
    const count = `slipstream_stream_stage_seconds_count\\{stage="${stage}"\\} [1-9]`;
    expect(metrics).toMatch(new RegExp(count));
  }
});

test("a republish outside the duplicate window counts once, and is archived once", async () => {
  const event = maker.make({ type: "view", visitorId: "cleo", itemId: "chair" });
  const { subject, payload } = messageOf(event);
  await log.client.publish(subject, payload);
  await log.client.publish(subject, payload);
  const after = maker.make({ type: "view", visitorId: "cleo", itemId: "chair" });
  await log.applied(await log.publish([after]));
  expect(await log.redis.hgetall(keys.productStats("demo", "chair", partitionOf("cleo")))).toEqual({
    total_views: "2",
  });
  await until(async () => (await archived()) === 5);
});

test("Redis comes back empty: everything is counted again from the log", async () => {
  const before = await log.redis.dbsize();
  await services.redis.kill();
  await services.redis.start();
  const event = maker.make({ type: "view", visitorId: "cleo", itemId: "chair" });
  await log.applied(await log.publish([event]));
  expect(await log.redis.hgetall(keys.productStats("demo", "chair", partitionOf("cleo")))).toEqual({
    total_views: "3",
  });
  expect(await log.redis.dbsize()).toBe(before);
});

test("orders of a thousand lines are applied whole, one after the other", async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => ({ itemId: `part-${index % 900}` }));
  const orders = Array.from({ length: 10 }, (_, order) =>
    maker.make({ type: "purchase", visitorId: "eve", orderId: `big-${order}`, lines }),
  );
  await log.applied(await log.publish(orders));
  const { redis } = log;
  const at = partitionOf("eve");
  expect(await redis.hgetall(keys.productStats("demo", "part-7", at))).toEqual({
    total_purchases: "20",
  });
  expect(await redis.zscore(keys.together("demo", "part-7", at), "part-23")).toBe("10");
  expect(await redis.zscore(keys.together("demo", "part-7", at), "part-24")).toBeNull();
  expect(await redis.llen(keys.order("demo", "big-3"))).toBe(1000);
});

test("PostgreSQL is away: the archive waits, then goes on", async () => {
  const database = new URL(services.postgres.adminUrl).pathname.slice(1);
  const elsewhere = services.postgres.adminUrl.replace(/[^/]*$/, "postgres");
  await asAdmin(elsewhere, async (sql) => {
    await sql`alter database ${sql(database)} allow_connections false`;
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
  });
  const event = maker.make({ type: "view", visitorId: "cleo", itemId: "chair" });
  await log.applied(await log.publish([event]));
  await asAdmin(elsewhere, (sql) => sql`alter database ${sql(database)} allow_connections true`);
  await until(async () => (await archived()) === 17);
});

test("what Redis lost and the stream has let go of is rebuilt from archive and checkpoint", async () => {
  await running.stop();
  const before = await redisContents(log.redis);
  const last = await log.watermark();
  await log.manager.streams.purge(streams.events, { seq: last - 1 });
  await log.redis.flushall();
  running = await startStream(environment, pino({ level: "silent" }));
  await log.applied(last);
  const after = await redisContents(log.redis);
  // What was learnt comes from the checkpoint, which does not have visitors' own factors.
  const comparable = (contents: Map<string, string>) =>
    [...contents]
      .filter(([name]) => !/:user:[^:]+:factor$|:session:/.test(name))
      .map(([name, value]) => [name, value.replace(/ ?learnt:demo=\d+/, "")]);
  const expected = comparable(before);
  const differing = comparable(after).filter(([, value], at) => value !== expected[at]?.[1]);
  expect(differing.map(([name]) => name)).toEqual([]);
});

test("while NATS is killed and started again nothing is lost", async () => {
  await services.nats.kill();
  await services.nats.start();
  const events = Array.from({ length: 20 }, () =>
    maker.make({ type: "view", visitorId: "dan", itemId: "desk" }),
  );
  const hub = await openLog(environment);
  await hub.publish(events);
  await hub.close();
  await until(
    async () =>
      (await log.redis.hget(
        keys.productStats("demo", "desk", partitionOf("dan")),
        "total_views",
      )) === "20",
  );
});

test("an older holder is refused: by its token, and by where Redis has come", async () => {
  await running.stop();
  const claim = (token: number) =>
    PartitionFence.claim({ redis: log.redis, tokens: new Map([3, 4].map((p) => [p, token])) });
  const old = await claim(1_000_000);
  const current = await claim(1_000_001);
  const set = {
    writes: {
      increments: [["HINCRBY", "count", "a", "1", "b", "2"]],
      commands: [["SET", "mark", "old"]],
    },
    reached: new Map([[3, 9_000]]),
  };
  await expect(old.commit(set)).rejects.toThrow(new FenceError("stale_token"));
  await expect(claim(1_000_000)).rejects.toThrow(new FenceError("stale_token"));
  expect(await log.redis.exists("mark")).toBe(0);
  await current.commit({ ...set, writes: { ...set.writes, commands: [["SET", "mark", "new"]] } });
  expect(await log.redis.hgetall("count")).toEqual({ a: "1", b: "2" });
  expect(await log.redis.hget(keys.partition(3), "watermark")).toBe("9000");
  await log.redis.hset(keys.partition(3), "watermark", "8999");
  await expect(current.commit(set)).rejects.toThrow(new FenceError("stale_watermark"));
  expect(await log.redis.get("mark")).toBe("new");
  await log.redis.flushall();
  running = await startStream(environment, pino({ level: "silent" }));
  await until(async () => (await log.watermark()) > 0);
});
