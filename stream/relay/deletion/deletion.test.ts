import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ShopEvent } from "@slipstream/contracts/events";
import { decodeForget } from "@slipstream/contracts/forget";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { SETTLE_PATH, settleSchema } from "@slipstream/contracts/settle";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { readEnvironment } from "../../env.ts";
import { startStream } from "../../start.ts";
import { EventMaker, eventId, messageOf } from "../../testing/events.ts";
import { LogClient, until } from "../../testing/log-client.ts";
import { redisContents } from "../../testing/redis-contents.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });

/** What a hub still holds of Anna when she asks to be forgotten; on the log at the second asking. */
const held: ShopEvent[] = [];
const asked: string[][] = [];
const edge = createServer(async (request, response) => {
  const text = Buffer.concat(await request.toArray()).toString();
  if (request.url !== SETTLE_PATH) return response.writeHead(503).end();
  asked.push(settleSchema.parse(JSON.parse(text)).visitorIds);
  if (asked.length === 1) return response.writeHead(503).end();
  await log.publish(held.splice(0));
  return response.writeHead(204).end();
});
await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
const environment = readEnvironment({
  DATABASE_URL: services.postgres.appUrl,
  REDIS_URL: services.redis.urls.url,
  NATS_URL: services.nats.urls.url,
  EDGE_URL: `http://127.0.0.1:${(edge.address() as AddressInfo).port}`,
  INTERNAL_SECRET: "a secret of the tests, long enough",
  STREAM_PORT: "0",
  LEASE_TTL_MS: "1000",
});
const log = await LogClient.open({
  natsUrl: environment.NATS_URL,
  redisUrl: environment.REDIS_URL,
});
const owner = <T>(work: Parameters<typeof asAdmin<T>>[1]) =>
  asAdmin(services.postgres.adminUrl, work);
await owner(async (sql) => {
  await sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`;
  await sql`insert into user_features (shop_id, user_id, space_id) values ('demo', 'u-anna', 1)`;
});
const start = () => startStream(environment, pino({ level: "silent" }));
let running = await start();
afterAll(async () => {
  await running.stop();
  await log.close();
  edge.closeAllConnections();
  edge.close();
});

const maker = new EventMaker();
const ids = ["anna-phone", "anna-desk", "u-anna"];

/** Everything that two people did; Anna on two devices, one of them known by her account alone. */
const events = [
  ...["lamp", "chair", "desk"].flatMap((itemId) => [
    maker.make({ type: "view", visitorId: "anna-phone", itemId, query: "anna's wish" }),
    maker.make({ type: "click", visitorId: "ben", itemId }),
  ]),
  maker.make({ type: "hide", visitorId: "anna-phone", itemId: "vase" }),
  maker.make({ type: "view", visitorId: "anna-desk", userId: "u-anna", itemId: "lamp" }),
  ...(["anna-phone", "ben"] as const).map((visitorId) =>
    maker.make({
      ...{ type: "purchase" as const, visitorId, orderId: `order-${visitorId}` },
      lines: [{ itemId: "lamp" }, { itemId: "desk" }],
    }),
  ),
  maker.make({ type: "view", visitorId: "ben", itemId: "vase" }),
];

function receiptOf(id: string): Promise<Record<string, unknown> | undefined> {
  return owner(async (sql) => {
    const [row] = await sql`select receipt, subject, finished_at from deletions where id = ${id}`;
    return row;
  });
}

/** Where the person can still be found: in keys and values of Redis, on EVENTS, in the archive. */
async function findings(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await log.redis.keys("*")) {
    const mentions = ids.some((id) => name.includes(id)) || name.includes("session-anna");
    if (mentions) found.push(name);
  }
  const reservoir = await log.redis.lrange(keys.reservoir("demo"), 0, -1);
  found.push(...reservoir.filter((entry) => ids.some((id) => entry.includes(id))));
  const { state } = await log.manager.streams.info(streams.events);
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await log.manager.direct.getMessage(streams.events, { seq });
    const text = message?.string() ?? "";
    if (message?.seq === seq && ids.some((id) => text.includes(id))) found.push(`EVENTS ${seq}`);
  }
  const rows = await owner(
    (sql) => sql`select row_to_json(events)::text as text from events
      where row_to_json(events)::text ~ 'anna'`,
  );
  found.push(...rows.map((row) => String(row.text)));
  return found;
}

/** Counters of products, over all partitions: what must survive. */
async function counters(): Promise<string[]> {
  const contents = await redisContents(log.redis);
  return [...contents]
    .filter(([name]) => /:(product|trending|together):/.test(name))
    .map(([name, value]) => `${name} ${value}`);
}

test("a person who asks for it is erased everywhere, with a receipt; counters stay", async () => {
  const poison = messageOf(events[0]!).subject;
  await log.client.publish(poison, `{"visitorId":"anna-phone"`);
  await log.applied(await log.publish(events));
  held.push(maker.make({ type: "search", visitorId: "anna-phone", query: "anna's last" }));
  const counted = await counters();
  expect((await findings()).length).toBeGreaterThan(20);
  const id = eventId(77);
  await until(() =>
    owner(async (sql) => {
      // As an older version took it: what people type may have line feeds no more.
      const { count } = await sql`update events set body = body || '{"query": "anna\\nwishes"}'
        where visitor_id = 'anna-phone' and type = 'hide'`;
      return count > 0;
    }),
  );
  await owner(async (sql) => {
    // A fact of after the wish, which waits for its edge, does not hold it up.
    await sql`insert into outbox (shop_id, kind, payload) values ('demo', 'event', '{}')`;
    await sql`insert into deletions (id, shop_id, subject_hash, subject, created_at)
      values (${id}, 'demo', 'hash', ${sql.json({ userId: "u-anna", visitorIds: ["anna-phone"] })},
        now() - interval '2 seconds')`;
  });
  await until(async () => (await receiptOf(id))?.finished_at !== null);
  // Not at the first answer: a hub still held something.
  expect(asked).toEqual([
    ["anna-phone", "anna-desk"],
    ["anna-phone", "anna-desk"],
  ]);
  const row = (await receiptOf(id))!;
  expect(row.subject).toBeNull();
  expect(row.receipt).toMatchObject({
    streamMessages: 7,
    archivedEvents: 7,
    deadLetters: 1,
    userFeatures: 1,
    reservoirEntries: 6,
  });
  expect((row.receipt as Record<string, number>).redisKeys).toBeGreaterThan(8);
  expect(await findings()).toEqual([]);
  expect(await counters()).toEqual(counted);
  const told = await log.manager.streams.getMessage(streams.learn, {
    last_by_subj: subjects.forget("demo"),
  });
  expect(decodeForget(told!.data).visitorIds).toEqual(expect.arrayContaining(ids));
});

test("later turns and checkpoints do not bring the person back", async () => {
  const more = ["lamp", "chair"].map((itemId) =>
    maker.make({ type: "view", visitorId: "ben", itemId }),
  );
  await log.applied(await log.publish(more));
  await running.stop();
  expect(await findings()).toEqual([]);
});

test("a rebuild counts the same again, of nobody", async () => {
  const counted = await counters();
  const last = await log.watermark();
  await log.redis.flushall();
  running = await start();
  await log.applied(last);
  expect(await counters()).toEqual(counted);
  expect(await findings()).toEqual([]);
  const stats = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) =>
      log.redis.hget(keys.productStats("demo", "lamp", partition), "total_purchases"),
    ),
  );
  expect(stats.reduce((sum, value) => sum + Number(value ?? 0), 0)).toBe(2);
});
