import { healthSchema } from "@slipstream/contracts/health";
import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import { streamStatusSchema } from "@slipstream/contracts/stream-status";
import { streams } from "@slipstream/contracts/subjects";
import { FaultyProxy } from "@slipstream/dev/chaos/faulty-proxy";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { deadLetterHeaders } from "./publish/dead-letters.ts";
import { startStream } from "./start.ts";
import { environmentOn, openLog } from "./testing/environment.ts";
import { EventMaker, messageOf } from "./testing/events.ts";
import { until } from "./testing/log-client.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(
  services.postgres.adminUrl,
  (sql) => sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`,
);
const environment = environmentOn(services);
const log = await openLog(environment);
const start = () => startStream(environment, pino({ level: "silent" }));
let running = await start();
afterAll(async () => {
  await running.stop();
  await log.close();
});

const maker = new EventMaker();
const view = (visitorId = "anna") => maker.make({ type: "view", visitorId, itemId: "lamp" });

async function ask(path: string): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${running.port}${path}`)).json();
}

async function health() {
  return healthSchema.parse(await ask("/health"));
}

/** Ids of the archive and how far it has read. */
function archive(): Promise<{ ids: string[]; watermark: number }> {
  return asAdmin(services.postgres.adminUrl, async (sql) => {
    const rows = await sql`select id from events order by stream_sequence`;
    const [progress] = await sql`select sequence from archive_watermarks`;
    return { ids: rows.map((row) => row.id as string), watermark: Number(progress?.sequence ?? 0) };
  });
}

async function archivedUpTo(sequence: number): Promise<void> {
  await until(async () => (await archive()).watermark >= sequence);
}

async function deadLetter(seq: number) {
  const letter = (await log.manager.streams.getMessage(streams.dlq, { seq }))!;
  const header = (name: string) => letter.header.get(name);
  return {
    text: new TextDecoder().decode(letter.data),
    reason: header(deadLetterHeaders.reason),
    sequence: Number(header(deadLetterHeaders.sequence)),
  };
}

async function views(visitorId: string): Promise<string | null> {
  return log.redis.hget(keys.productStats("demo", "lamp", partitionOf(visitorId)), "total_views");
}

test("what jsonb cannot hold is poison, and the archive goes on behind it", async () => {
  const good = view();
  for (const query of ["a\0b", "\ud800"]) {
    const { subject, payload } = messageOf(
      maker.make({ type: "search", visitorId: "anna", query }),
    );
    await log.client.publish(subject, payload);
  }
  const last = await log.publish([good]);
  await log.applied(last);
  await archivedUpTo(last);
  expect((await archive()).ids).toEqual([good.id]);
  expect((await deadLetter(1)).reason).toMatch(/well-formed/);
  expect((await deadLetter(2)).sequence).toBe(2);
});

test("a connection to NATS on which nothing arrives any more is made anew, and events go on", async () => {
  await running.stop();
  const { port } = new URL(services.nats.urls.url);
  const proxy = await FaultyProxy.open(Number(port));
  const through = `nats://127.0.0.1:${proxy.port}`;
  const pings = { NATS_PING_INTERVAL_MS: 200 };
  const silent = pino({ level: "silent" });
  running = await startStream({ ...environment, ...pings, NATS_URL: through }, silent);
  await until(async () => (await health()).state === "ok");
  const before = Number(await views("berta"));
  expect(await proxy.catchOne({ at: "request", tear: false }, 5_000)).toBeDefined();
  const last = await log.publish([view("berta")]);
  await until(async () => Number(await views("berta")) === before + 1);
  await archivedUpTo(last);
  await running.stop();
  await proxy.close();
  running = await start();
});

test("an event that PostgreSQL refuses goes to the DLQ with its reason, alone", async () => {
  const before = (await archive()).ids;
  const { messages } = (await log.manager.streams.info(streams.dlq)).state;
  const events = Array.from({ length: 11 }, () => view("ben"));
  events[2] = { ...events[2]!, quantity: 3_000_000_000 };
  events[7] = { ...events[7]!, quantity: 3_000_000_000 };
  const last = await log.publish(events);
  await archivedUpTo(last);
  const kept = events.filter(({ quantity }) => quantity === undefined).map(({ id }) => id);
  expect((await archive()).ids).toEqual([...before, ...kept]);
  expect((await log.manager.streams.info(streams.dlq)).state.messages).toBe(messages + 2);
  expect(await deadLetter(messages + 1)).toEqual({
    text: JSON.stringify(events[2]),
    reason: expect.stringMatching(/out of range for type integer \(SQLSTATE 22003\)/),
    sequence: last - 8,
  });
  expect((await health()).parts.archive).toEqual({ state: "ok" });
});

test("an event that adds without end is given up, on the stream and in a rebuild", async () => {
  const endless = { ...view("cleo"), occurredAt: Date.UTC(2090, 0, 1) };
  const last = await log.publish([view("cleo"), endless, view("cleo"), view("dan"), view("dan")]);
  await log.applied(last);
  await archivedUpTo(last);
  expect(await views("cleo")).toBe("2");
  await running.stop();
  await log.manager.streams.purge(streams.events, { seq: last });
  await log.redis.flushall();
  running = await start();
  await log.applied(last);
  expect(await views("cleo")).toBe("2");
});

test("a stream behind Redis and the archive is told by health, and the lag stays true", async () => {
  await running.stop();
  const last = await log.watermark();
  // As after NATS was made anew: fewer messages, and tokens that count from one again.
  await log.redis.hset(keys.partition(3), { watermark: "9000", token: "1000000" });
  await asAdmin(
    services.postgres.adminUrl,
    (sql) => sql`update archive_watermarks set sequence = 9000`,
  );
  running = await start();
  await until(async () => {
    const { processor, archive: archiving } = (await health()).parts;
    const told = processor?.detail?.includes("was applied") === true;
    return told && archiving?.state === "degraded";
  });
  const { state, parts } = await health();
  expect(state).toBe("degraded");
  expect(parts.processor?.detail).toBe(
    `EVENTS ends at ${last}, but 9000 was applied. It was made anew: empty Redis as well.`,
  );
  expect(parts.archive?.detail).toMatch(`EVENTS ends at ${last}, the archive at 9000.`);
  const publishedAtMs = Date.now();
  await log.publish([view("dan")]);
  await until(async () => {
    const { partitions } = streamStatusSchema.parse(await ask("/status"));
    return partitions[partitionOf("dan")]!.pending > 0;
  });
  const { partitions } = streamStatusSchema.parse(await ask("/status"));
  const { watermark, lagSeconds } = partitions[partitionOf("dan")]!;
  expect(watermark).toBe(last);
  expect(lagSeconds * 1000).toBeLessThanOrEqual(Date.now() - publishedAtMs);
});
