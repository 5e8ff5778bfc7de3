import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { encodeCatalogue } from "@slipstream/contracts/catalogue";
import { encodeFactorRecord, encodeFactors } from "@slipstream/contracts/factors";
import { healthSchema } from "@slipstream/contracts/health";
import { keys } from "@slipstream/contracts/keys";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import type { SessionStep } from "@slipstream/contracts/steps";
import { encodeSteps } from "@slipstream/contracts/steps";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { modelMetrics } from "./metric-definitions.ts";
import { type RunningModelServer, startModelServer } from "./model-server.ts";
import { servedAnswer } from "./testing/served-answer.ts";
import { DIMS, factor, product, stepFactory } from "./testing/shop.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });
const redis = new Redis(services.redis.urls.url);
redis.on("error", () => {});
const sql = postgres(services.postgres.adminUrl, { max: 2, onnotice: () => {} });
const step = stepFactory();
/** Steps that came over LEARN and that the archive does not have yet. */
const followed: SessionStep[] = [];
let server: RunningModelServer;
/** Of another region. */
let other: RunningModelServer;

const environment = {
  DATABASE_URL: services.postgres.appUrl,
  REDIS_URL: services.redis.urls.url,
  NATS_URL: services.nats.urls.url,
  MODEL_SERVER_PORT: 0,
  MODEL_SERVER_HOST: "127.0.0.1",
  LOG_LEVEL: "silent" as const,
};
const log = { info: () => {}, warn: () => {} };

async function createShop(shop: string) {
  await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, ${[shop]}, 'GBP')`;
  await sql`insert into categories (shop_id, slug, name, tint) values (${shop}, 'cups', 'Cups', 'sand')`;
  for (let at = 0; at < 20; at++) {
    const id = `cup-${at}`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values (${shop}, ${id}, ${id}, ${id}, 'cups', 1000, 'GBP')`;
  }
}

async function sellOut(shop: string, itemId: string) {
  await sql`insert into variants (shop_id, sku, product_id, price_minor)
    values (${shop}, ${itemId}, ${itemId}, 1000)`;
  await sql`insert into inventory (shop_id, sku, on_hand, reserved) values (${shop}, ${itemId}, 2, 2)`;
}

async function archive(shop: string, event: SessionStep) {
  const at = new Date(event.occurredAt);
  await sql`insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
      item_id, occurred_at, received_at, body)
    values (${shop}, ${uuidv7()}, ${event.eventSequence}, 0, ${event.type}, ${event.visitorId},
      ${event.sessionId}, ${event.itemId}, ${at}, ${at}, '{}')`;
  await sql`insert into archive_watermarks (stream, sequence) values ('EVENTS', ${event.eventSequence})
    on conflict (stream) do update set sequence = excluded.sequence`;
}

async function publish(subject: string, bytes: Uint8Array): Promise<number> {
  const connection = await connect({ servers: services.nats.urls.url });
  const ack = await jetstream(connection).publish(subject, bytes);
  await connection.close();
  return ack.seq;
}

async function createStreams() {
  const connection = await connect({ servers: services.nats.urls.url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  await manager.streams.add({ name: streams.served, subjects: [subjects.allServed] });
  await connection.close();
}

async function ask(body: object, of = server) {
  const response = await fetch(`${of.url}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", placement: "because_you_viewed", ...body }),
  });
  expect(response.status).toBe(200);
  const answer = recommendResponseSchema.parse(await response.json());
  return { ...answer, ids: answer.items.map(({ itemId }) => itemId) };
}

const wanted = { placement: "similar", itemId: "cup-1", limit: 30 };

const home = async (of = server) => (await ask({ placement: "home_for_you", limit: 30 }, of)).ids;

async function health() {
  return healthSchema.parse(await (await fetch(`${server.url}/health`)).json());
}

const following = { timeout: 15_000, interval: 50 };

/** Waits until the views have applied a LEARN sequence. */
async function reach(learnSequence: number, of = server) {
  await expect.poll(async () => (await ask({ learnSequence }, of)).stale, following).toBe(false);
}

async function start() {
  server = await startModelServer({ environment, log });
  await vi.waitFor(async () => expect((await health()).parts.shops?.state).toBe("ok"), following);
}

beforeAll(async () => {
  await createShop("demo");
  await sellOut("demo", "cup-19");
  for (let at = 0; at < 5; at++) {
    const who = { visitorId: `old-${at}`, sessionId: `old-${at}` };
    await archive("demo", step({ ...who, itemId: "cup-1" }));
    await archive("demo", step({ ...who, itemId: "cup-2" }));
  }
  for (const [at, itemId] of ["cup-1", "cup-2", "cup-9"].entries()) {
    const bytes = encodeFactorRecord({ ...factor(itemId, at), index: at });
    await redis.hset(keys.factors("demo", itemId), itemId, Buffer.from(bytes));
  }
  await start();
});

afterAll(async () => {
  await Promise.all([server.stop(), other.stop()]);
  await sql.end();
  redis.disconnect();
});

test("serves from the archive before LEARN exists, and says what it waits for", async () => {
  // The catalogue serves at once; steps and vectors come a moment later.
  await expect
    .poll(async () => (await health()).parts.shops?.detail, following)
    .toBe("demo: 20 products, 3 vectors, 10 steps");
  const rail = await ask({ context: ["cup-1"] });
  expect(rail.ids[0]).toBe("cup-2");
  expect(rail.items[0]!.reason).toEqual({ code: "because_you_viewed", itemId: "cup-1" });
  await expect
    .poll(async () => (await health()).parts.learn?.detail)
    .toBe("waiting for the stream");
  const told = await health();
  expect(told.state).toBe("degraded");
  expect((await ask({ placement: "home_for_you", limit: 60 })).ids).toHaveLength(19);
});

test("follows LEARN: steps, factors and the catalogue change what is shown", async () => {
  await createStreams();
  await expect.poll(async () => (await health()).parts.learn?.detail, following).toBe("at 0 of 0");
  const steps = Array.from({ length: 8 }, (_, at) => at).flatMap((at) => {
    const who = { visitorId: `new-${at}`, sessionId: `new-${at}` };
    return [step({ ...who, itemId: "cup-1" }), step({ ...who, itemId: "cup-7" })];
  });
  await reach(await publish(subjects.steps("demo", 3), encodeSteps({ steps })));
  followed.push(...steps);
  expect((await ask({ context: ["cup-1"] })).ids[0]).toBe("cup-7");

  const records = [factor("cup-11", 5), factor("cup-12", 5)];
  const message = { spaceId: 1, dimensions: DIMS, eventSequence: 30, records };
  await reach(await publish(subjects.factors("demo", 3), encodeFactors(message)));
  expect((await ask({ placement: "similar", itemId: "cup-11" })).ids[0]).toBe("cup-12");

  const gone = {
    items: [product("cup-7", { status: "hidden" }), product("fresh", { createdAt: Date.now() })],
  };
  await reach(await publish(subjects.catalogue("demo"), encodeCatalogue(gone)));
  const ids = await home();
  expect(ids).not.toContain("cup-7");
  expect(ids).toContain("fresh");
  expect((await health()).state).toBe("ok");
});

test("another region's server, fed by a mirror, answers alike", async () => {
  other = await startModelServer({ environment: { ...environment, REGION: "two" }, log });
  // Asked from the beginning, while it loads.
  await expect.poll(() => home(other), following).toContain("fresh");
  const who = { visitorId: "there", sessionId: "there" };
  const seen = ["cup-1", "cup-14", "cup-1", "cup-14"].map((itemId) => step({ ...who, itemId }));
  const learnSequence = await publish(subjects.steps("demo", 3), encodeSteps({ steps: seen }));
  followed.push(...seen);
  await Promise.all([server, other].map((of) => reach(learnSequence, of)));
  const [here, there] = [await ask(wanted), await ask(wanted, other)];
  expect(there.items).toEqual(here.items);
  expect(here.ids).toContain("cup-14");
}, 60_000);

test("a message that cannot be read is stepped over", async () => {
  await publish(subjects.steps("demo", 1), new Uint8Array([1, 2, 3]));
  const message = { items: [product("fresh", { status: "hidden" })] };
  await reach(await publish(subjects.catalogue("demo"), encodeCatalogue(message)));
  expect(await home()).not.toContain("fresh");
});

test("a session in Redis is read at the time of the request", async () => {
  await redis.sadd(keys.hidden("demo", "me"), "cup-2");
  const rail = await ask({
    placement: "home_for_you",
    context: ["cup-1"],
    visitorId: "me",
    limit: 20,
  });
  expect(rail.ids).not.toContain("cup-2");
});

test("a restart of NATS is survived, and what was learnt meanwhile arrives", async () => {
  await services.nats.kill();
  await expect.poll(async () => (await health()).parts.nats?.state, following).toBe("down");
  expect((await ask({ context: ["cup-1"] })).ids[0]).toBe("cup-2");
  await services.nats.start();
  const message = { items: [product("after", { createdAt: Date.now() })] };
  await reach(await publish(subjects.catalogue("demo"), encodeCatalogue(message)));
  expect((await ask({ placement: "home_for_you", limit: 20 })).ids).toContain("after");
}, 60_000);

test("a new process has the archive and what LEARN had after it, each step once", async () => {
  const before = (await health()).parts.shops?.detail;
  await server.stop();
  await start();
  await expect.poll(async () => (await health()).parts.learn?.state, following).toBe("ok");
  expect((await health()).parts.shops?.detail).toBe(before);
  const latest = step({ itemId: "cup-1", visitorId: "late" });
  for (const each of [...followed, latest]) await archive("demo", each);
  await reach(await publish(subjects.steps("demo", 3), encodeSteps({ steps: [latest] })));
  const after = (await health()).parts.shops?.detail;
  const asBefore = (await ask(wanted)).items.map(({ score: _, ...item }) => item);
  await server.stop();
  await start();
  await expect.poll(async () => (await health()).parts.learn?.state, following).toBe("ok");
  expect((await health()).parts.shops?.detail).toBe(after);
  expect((await ask(wanted)).items).toMatchObject(asBefore);
}, 60_000);

test("a shop made later is found by its first request", async () => {
  await createShop("second");
  const rail = await ask({ shop: "second", placement: "home_for_you" });
  expect(rail.ids).toHaveLength(12);
});

test("what was shown is logged on SERVED with the features that ranked it", async () => {
  const rail = await ask({ placement: "home_for_you", context: ["cup-1"], limit: 6 });
  const connection = await connect({ servers: services.nats.urls.url });
  // Also where it is the last thing that the process does.
  await server.stop();
  const served = await servedAnswer(connection, rail.requestId);
  expect(served?.requestId).toBe(rail.requestId);
  const shown = served!.rows.filter(({ position }) => position >= 0);
  expect(shown.map(({ itemId }) => itemId)).toEqual(rail.ids);
  expect(shown[0]!.values.some((value) => value !== 0)).toBe(true);
  await connection.close();
  await start();
  await expect.poll(async () => (await health()).parts.learn?.state, following).toBe("ok");
});

test("a stream made anew is noticed: the views are loaded again and follow it", async () => {
  const connection = await connect({ servers: services.nats.urls.url });
  const manager = await jetstreamManager(connection);
  await manager.streams.delete(streams.learn);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  await connection.close();
  const message = { items: [product("reborn", { createdAt: Date.now() })] };
  await publish(subjects.catalogue("demo"), encodeCatalogue(message));
  for (const of of [server, other]) {
    await expect.poll(() => home(of), following).toContain("reborn");
  }
}, 60_000);

test("starts while NATS is down: serves what it has, and follows when NATS comes", async () => {
  await server.stop();
  await services.nats.kill();
  await start();
  const waits = async () => (await health()).parts.learn?.detail === "waiting for NATS";
  await expect.poll(waits, following).toBe(true);
  expect((await ask({ context: ["cup-1"] })).items).toHaveLength(12);
  await services.nats.start();
  await expect.poll(async () => (await health()).state, following).toBe("ok");
}, 60_000);

test("metrics are there for Prometheus", async () => {
  await ask({ placement: "home_for_you" });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text).toMatch(/recommend_answers_total\{placement="home_for_you",degraded="false"/);
  expect(text).toMatch(/model_items\{shop="demo",of="products"\} 2\d/);
  expect(text).toContain("learn_lag_messages");
  for (const { name } of Object.values(modelMetrics)) expect(text).toContain(`# TYPE ${name} `);
});

test("with Redis down rails go on from the page's memory, marked degraded", async () => {
  await services.redis.kill();
  const rail = await ask({ context: ["cup-1"], visitorId: "me" });
  expect(rail.degraded).toBe(true);
  expect(rail.items[0]!.reason).toEqual({ code: "because_you_viewed", itemId: "cup-1" });
  expect((await health()).parts.redis?.state).toBe("down");
});
