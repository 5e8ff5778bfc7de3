import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
import { LETTERS_PATH, LETTERS_WORK_PATH } from "@slipstream/contracts/dead-letters";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import {
  STATUS_OF_ALL_PATH,
  type StreamStatus,
  streamStatusSchema,
} from "@slipstream/contracts/stream-status";
import { LEASE_BUCKET, streams } from "@slipstream/contracts/subjects";
import { STORES_PATH, storesStatusSchema } from "@slipstream/contracts/system-status";
import { decodeUserItem } from "@slipstream/contracts/user-item";
import { firesFor } from "@slipstream/dev/alerts/scraped";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { workOnLetters } from "../dead-letters/letters.ts";
import { publishDeadLetter, publishOutboxLetter } from "../publish/dead-letters.ts";
import { startStream } from "../start.ts";
import { environmentOn, openLog } from "../testing/environment.ts";
import { EventMaker, messageOf } from "../testing/events.ts";
import { until } from "../testing/log-client.ts";
import { opsCalls } from "../testing/ops-calls.ts";
import { WINDOW_OBSERVATIONS } from "./consumer-state.ts";
import { PartitionReader } from "./partition-reader.ts";
import { OBSERVE_MS } from "./partition-window.ts";
import { withOthers } from "./processors.ts";
import { writeSample } from "./sampler.ts";

const SECRET = "a secret of sixteen letters";
const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(
  services.postgres.adminUrl,
  (sql) => sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`,
);
const environment = environmentOn(services, {
  INTERNAL_SECRET: SECRET,
});
const log = await openLog(environment);
const connection = await connect({ servers: environment.NATS_URL });
const silent = pino({ level: "silent" });
const start = () => startStream(environment, silent);
let running = await start();
afterAll(async () => {
  await running.stop();
  await connection.close();
  await log.close();
});
const maker = new EventMaker();

async function status(): Promise<StreamStatus> {
  const response = await fetch(`http://127.0.0.1:${running.port}/status`);
  return streamStatusSchema.parse(await response.json());
}

const { signed, letters, work } = opsCalls({ port: () => running.port, secret: SECRET });

/** Puts a message into the DLQ, as a processor that failed on it does. */
function poison(
  reason: string,
  { subject, payload, sequence }: { subject: string; payload: Uint8Array; sequence: number },
): Promise<void> {
  const stack = `Error: ${reason}\n    at somewhere`;
  const letter = { reason, stack, sequence, partition: 0, subject, payload };
  return publishDeadLetter(log.client, letter);
}

async function viewsOf(event: ShopEvent): Promise<number> {
  const key = keys.userItems("demo", event.visitorId);
  const bytes = await log.redis.hgetBuffer(key, event.itemId!);
  return bytes === null ? 0 : decodeUserItem(bytes).views;
}

test("the lag shown is the lag caused: with nobody at work, and once they are back", async () => {
  const visitors = ["anna", "bo", "cleo"];
  const view = (visitorId: string) => maker.make({ type: "view", visitorId, itemId: "lamp" });
  await log.applied(await log.publish(visitors.map(view)));
  await running.stop();
  const backlog = visitors.flatMap((id, index) =>
    Array.from({ length: 7 * (index + 1) }, () => view(id)),
  );
  const beganAtMs = Date.now();
  const last = await log.publish(backlog);
  const expected = new Map<number, number>();
  for (const { visitorId } of backlog) {
    const partition = partitionOf(visitorId);
    expected.set(partition, (expected.get(partition) ?? 0) + 1);
  }
  const reader = new PartitionReader({
    manager: log.manager,
    leases: await new Kvm(connection).open(LEASE_BUCKET),
    watermarks: () => new Map(),
  });
  const read = (nowMs: number) =>
    Promise.all(
      Array.from({ length: PARTITIONS }, (_, partition) => reader.read(partition, nowMs)),
    );
  const nowMs = Date.now() + 60_000;
  for (let look = 0; look < WINDOW_OBSERVATIONS; look++) {
    for (const { partition, ...shown } of await read(nowMs + look * OBSERVE_MS)) {
      const pending = expected.get(partition) ?? 0;
      expect({ partition, pending: shown.pending }).toEqual({ partition, pending });
      const oldestSeconds = (nowMs + look * OBSERVE_MS - beganAtMs) / 1000;
      expect(shown.lagSeconds).toBeLessThanOrEqual(pending === 0 ? 0 : oldestSeconds);
      expect(shown.lagSeconds).toBeGreaterThanOrEqual(
        pending === 0 ? 0 : 60 + (look * OBSERVE_MS) / 1000,
      );
      const isOver = look === WINDOW_OBSERVATIONS - 1 && pending > 0;
      expect(shown.state).toBe(isOver ? "stopped" : "ok");
    }
  }
  running = await start();
  await log.applied(last);
  const isIdle = ({ totals }: StreamStatus) => totals.pending === 0 && totals.lagSeconds === 0;
  await until(async () => isIdle(await status()));
  const { partitions, totals } = await status();
  expect(partitions.map(({ state, lagSeconds }) => `${state} ${lagSeconds}`)).toEqual(
    Array(PARTITIONS).fill("ok 0"),
  );
  expect(totals.pending).toBe(0);
});

test("the alert on a partition that stands still fires for what stands still, until it moves", async () => {
  const scrape = async () => (await fetch(`http://127.0.0.1:${running.port}/metrics`)).text();
  const visitors = ["anna", "bo"];
  const partitions = visitors.map((id) => String(partitionOf(id))).sort();
  // Redis takes no turn's effects: the processor lives, holds its partitions, and acknowledges nothing.
  await log.redis.call("CLIENT", "PAUSE", "60000", "WRITE");
  const views = visitors.map((visitorId) =>
    maker.make({ type: "view", visitorId, itemId: "lamp" }),
  );
  const last = await log.publish(views);
  const waits = async () => (await status()).totals.pending + (await inHand());
  await until(async () => (await waits()) >= views.length);
  const scrapes: string[] = [];
  while (scrapes.length < 8) scrapes.push(await scrape());
  const fires = () => firesFor("AckFloorUnmoved", scrapes).map(({ partition }) => partition);
  expect(fires().sort()).toEqual(partitions);
  await log.redis.call("CLIENT", "UNPAUSE");
  await log.applied(last);
  await until(async () => (await waits()) === 0);
  scrapes.push(await scrape());
  expect(fires()).toEqual([]);
});

const inHand = async () =>
  (await status()).partitions.reduce((sum, { ackPending }) => sum + ackPending, 0);

test("a dead letter is replayed once its cause is mended, and takes effect once", async () => {
  const good = maker.make({ type: "view", visitorId: "dora", itemId: "kettle" });
  const { subject, payload } = messageOf(good);
  // Two hub numbers later: its own number is still missing when it comes again.
  const later = maker.make({ type: "view", visitorId: "dora", itemId: "kettle" });
  await poison(`the value ${"9".repeat(3)}`, { subject, payload, sequence: 1 });
  await log.applied(await log.publish([later]));
  const [letter] = (await letters({ q: "THE VALUE" })).letters;
  expect(letter).toMatchObject({
    origin: "event",
    kind: "view",
    eventId: good.id,
    itemId: "kettle",
  });
  expect(letter?.stack).toContain("at somewhere");
  expect(await viewsOf(good)).toBe(1);
  expect((await work({ action: "replay", ids: [letter!.id] })).done).toHaveLength(1);
  await until(async () => (await viewsOf(good)) === 2);
  expect((await letters()).all).toBe(0);
  // A crash between the two steps: the letter is still there, and is replayed once more.
  await poison("the same again", { subject, payload, sequence: 2 });
  await work({ action: "replay" });
  await log.applied(
    await log.publish([maker.make({ type: "view", visitorId: "dora", itemId: "cup" })]),
  );
  expect(await viewsOf(good)).toBe(2);
});

test("what fails again is a letter again; what is discarded is gone; others' letters are not touched", async () => {
  const bad = messageOf(maker.make({ type: "view", visitorId: "emil", itemId: "vase" }));
  await log.client.publish(bad.subject, "{not json");
  await until(async () => (await letters()).all === 1);
  const [first] = (await letters()).letters;
  await work({ action: "replay", q: "JSON" });
  await until(async () => (await letters()).letters.some(({ id }) => id !== first!.id));
  const elsewhere = {
    subject: bad.subject.replace("demo", "other"),
    payload: bad.payload,
    sequence: 3,
  };
  await poison("of another shop", elsewhere);
  expect(await letters()).toMatchObject({ all: 1, found: 1, pages: 1 });
  expect((await work({ action: "discard" })).done).toMatchObject([{ kind: "view" }]);
  expect((await letters()).all).toBe(0);
  // One letter for each reason that a place of the log fails for.
  for (const reason of ["ever", "ever", "else"]) await poison(reason, { ...bad, sequence: 5 });
  expect((await letters()).all).toBe(2);
  await work({ action: "discard" });
  // It tells the same for a moment.
  await until(async () => (await status()).totals.deadLettersWaiting === 1);
});

test("a row of the outbox comes back as a row of the outbox", async () => {
  const row = {
    reason: "no such kind",
    shop: "demo",
    rowId: "7",
    kind: "colours",
    payload: { a: 1 },
  };
  await publishOutboxLetter(log.client, row);
  await work({ action: "replay", q: "no such kind" });
  // This relay does not know the kind either.
  await until(async () =>
    (await letters()).letters.some(({ reason }) => reason.includes("colours")),
  );
  const [letter] = (await letters()).letters;
  expect(letter).toMatchObject({ origin: "outbox", kind: "colours" });
  expect(JSON.parse(letter!.payload)).toEqual({ a: 1 });
});

test("work that ends early tells what was done, and what is left", async () => {
  const database = new Database(environment.DATABASE_URL);
  const parts = { manager: log.manager, client: log.client, database, log: silent };
  const before = (await letters()).all;
  const { subject, payload } = messageOf(maker.make({ type: "view", visitorId: "gil" }));
  await poison("of a tired partition", { subject, payload, sequence: 4 });
  const row = { reason: "of a tired database", shop: "demo", rowId: "8", kind: "colours" };
  // No value of jsonb.
  await publishOutboxLetter(log.client, { ...row, payload: { name: "\u0000" } });
  const tired = { shop: "demo", action: "replay", q: "of a tired" } as const;
  expect(await workOnLetters(parts, tired, performance.now() - 1)).toEqual({ done: [], left: 2 });
  expect((await letters()).all).toBe(before + 2);
  const { done, left } = await workOnLetters(parts, tired);
  expect(done).toMatchObject([{ kind: "view", reason: "of a tired partition" }]);
  expect(left).toBe(1);
  await expect(workOnLetters(parts, tired)).rejects.toThrow();
  expect(await workOnLetters(parts, { ...tired, action: "discard" })).toMatchObject({ left: 0 });
  expect((await letters()).all).toBe(before);
  await database.close();
});

test("calls that are not signed are refused, and the stores tell of themselves", async () => {
  const url = `http://127.0.0.1:${running.port}`;
  for (const path of [LETTERS_PATH, LETTERS_WORK_PATH, STORES_PATH, STATUS_OF_ALL_PATH]) {
    const body = JSON.stringify({ shop: "demo", action: "discard" });
    const unsigned = await fetch(`${url}${path}`, { method: "POST", body });
    expect(unsigned.status).toBe(401);
  }
  const stores = storesStatusSchema.parse(await (await signed(STORES_PATH)).json());
  expect(stores.postgres!.maxConnections).toBeGreaterThan(10);
  expect(stores.redis!.version).toMatch(/^\d+\./);
  expect(stores.processors).toHaveLength(1);
  expect(stores.processors[0]!.residentBytes).toBeGreaterThan(10_000_000);
  expect(stores.nats!.streams.map(({ name }) => name)).toEqual(
    expect.arrayContaining(Object.values(streams)),
  );
});

test("of several processors one writes each sample", async () => {
  const [stream, at] = [await status(), new Date("2026-01-01T00:00:00Z")];
  const database = new Database(environment.DATABASE_URL);
  const hubs = { outboxDepth: 4, outboxOldestAgeSeconds: 1.5, rails: 0 };
  for (const each of [hubs, undefined]) {
    await database.use((sql) => writeSample(sql, { at, stream, hubs: each }));
  }
  const rows = await database.use((sql) => sql`select * from ops_samples where at = ${at}`);
  await database.close();
  expect(rows).toMatchObject([
    {
      hub_depth: 4,
      hub_age_seconds: 1.5,
      p50_ms: null,
      dead_letters: stream.totals.deadLettersWaiting,
    },
  ]);
});

test("counts of other processors are added, of those that answer", async () => {
  const own = await status();
  const itself = { id: "another", host: "127.0.0.1", port: running.port };
  const together = await withOthers(own, [itself, { ...itself, port: 9 }]);
  expect(own.totals.applied).toBeGreaterThan(0);
  expect(together.totals.applied).toBe(2 * own.totals.applied);
  expect(together.partitions).toEqual(own.partitions);
  expect(together.prequential).toEqual(own.prequential);
  const all = await signed(STATUS_OF_ALL_PATH);
  expect(streamStatusSchema.parse(await all.json()).totals.applied).toBe(own.totals.applied);
});
