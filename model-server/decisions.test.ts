import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { explainResponseSchema } from "@slipstream/contracts/debugger";
import { encodeForget } from "@slipstream/contracts/forget";
import { encodeRules } from "@slipstream/contracts/merchandising";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import { encodeSteps, type SessionStep } from "@slipstream/contracts/steps";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { encodeSwitches } from "@slipstream/contracts/switches";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { uuidv7 } from "uuidv7";
import { afterAll, expect, test } from "vitest";
import { type RunningModelServer, startModelServer } from "./model-server.ts";
import { stepFactory } from "./testing/shop.ts";
import { readSteps } from "./views/archive-reader.ts";
import { Database } from "./views/database.ts";

/** What people decide (rules, switches, to be forgotten) as a running server hears of it. */
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
const connection = await connect({ servers: services.nats.urls.url });
const client = jetstream(connection);
const manager = await jetstreamManager(connection);
await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
await sql`insert into shops (id, name, hosts, currency) values ('demo', 'demo', '{}', 'GBP')`;
await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'cups', 'Cups', 'sand')`;
for (let at = 0; at < 20; at++) {
  const id = `cup-${at}`;
  await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
    values ('demo', ${id}, ${id}, ${id}, 'cups', 1000, 'GBP')`;
}
// Rules and switches that are there before the start.
await sql`insert into merchandising_rules (id, shop_id, name, kind, target, placements)
  values (${uuidv7()}, 'demo', 'None', 'exclude', ${sql.json({ itemIds: ["cup-5"] })}, array['home_for_you'])`;
await sql`insert into merchandising_rules (id, shop_id, name, kind, target, ends_at)
  values (${uuidv7()}, 'demo', 'Over', 'exclude', ${sql.json({ itemIds: ["cup-6"] })}, now() - interval '1 day')`;
await sql`insert into switches (shop_id, name, enabled) values ('demo', 'placement:cart', false)`;

let server: RunningModelServer;
const start = async () => {
  server = await startModelServer({
    environment: {
      DATABASE_URL: services.postgres.appUrl,
      REDIS_URL: services.redis.urls.url,
      NATS_URL: services.nats.urls.url,
      MODEL_SERVER_PORT: 0,
      MODEL_SERVER_HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
    },
    log: { info: () => {}, warn: () => {} },
  });
};
await start();
afterAll(async () => {
  await server.stop();
  await connection.close();
  await sql.end();
});

const following = { timeout: 15_000, interval: 20 };

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", ...body }),
  });
  return response.ok ? await response.json() : undefined;
}

async function ask(body: object) {
  const answer = await post("/v1/recommend", { limit: 20, ...body });
  return answer === undefined ? undefined : recommendResponseSchema.parse(answer);
}

const home = async () =>
  (await ask({ placement: "home_for_you" }))?.items.map(({ itemId }) => itemId) ?? [];

test("rules and switches hold from the first answer on", async () => {
  await expect.poll(async () => (await home()).length, following).toBe(19);
  expect(await home()).not.toContain("cup-5");
  expect(await home()).toContain("cup-6");
  expect((await ask({ placement: "cart", cart: ["cup-1"] }))?.switchedOff).toBe(true);
});

test("they change as they are told, and an older word changes nothing", async () => {
  const readAt = Date.now() + 1_000;
  const pin = {
    ...{ id: uuidv7(), name: "First", kind: "pin" as const, position: 0 },
    ...{ target: { itemIds: ["cup-17"] }, placements: ["home_for_you" as const] },
  };
  await client.publish(subjects.rules("demo"), encodeRules({ readAt, rules: [pin] }));
  await expect.poll(async () => (await home())[0], following).toBe("cup-17");
  expect((await ask({ placement: "home_for_you" }))?.items[0]?.reason.code).toBe("picked");
  await client.publish(subjects.rules("demo"), encodeRules({ readAt: readAt - 1, rules: [] }));
  const off = { readAt, off: ["placement:trending"] };
  await client.publish(subjects.switches("demo"), encodeSwitches(off));
  await expect
    .poll(async () => (await ask({ placement: "trending" }))?.switchedOff, following)
    .toBe(true);
  expect(await ask({ placement: "trending" })).toMatchObject({ items: [], degraded: true });
  expect((await home())[0]).toBe("cup-17");
  expect((await ask({ placement: "cart", cart: ["cup-1"] }))?.switchedOff).toBeUndefined();
});

test("without exploration every place is certain: switched off, or in an experiment's arm", async () => {
  const answer = (more: object = {}) => ask({ placement: "home_for_you", limit: 8, ...more });
  const certain = async (more?: object) =>
    (await answer(more))?.items.every(({ propensity }) => propensity === 1);
  expect(await certain()).toBe(false);
  const arms = { calm: "no-draw" };
  expect(await certain({ arms, tuning: { exploration: false } })).toBe(true);
  expect((await answer({ arms }))?.arms).toEqual(arms);
  const readAt = Date.now() + 2_000;
  await client.publish(subjects.switches("demo"), encodeSwitches({ readAt, off: ["exploration"] }));
  await expect.poll(() => certain(), following).toBe(true);
});

test("who is forgotten is a stranger", async () => {
  const step = stepFactory()({ itemId: "cup-3", type: "purchase", visitorId: "shy" });
  await client.publish(subjects.steps("demo", 4), encodeSteps({ steps: [step] }));
  const situation = async () => {
    const body = { placement: "home_for_you", visitorId: "shy" };
    return explainResponseSchema.parse(await post("/v1/explain", body)).situation;
  };
  await expect.poll(async () => (await situation()).bought, following).toEqual(["cup-3"]);
  const forget = encodeForget({ visitorIds: ["shy"], sessionIds: [step.sessionId] });
  await client.publish(subjects.forget("demo"), forget);
  await expect.poll(async () => (await situation()).bought, following).toEqual([]);
});

test("an order in the archive is a step for each of its lines; few stars and what nobody learns are none", async () => {
  const at = new Date("2026-11-20T10:00:00.123Z");
  const told = [
    { type: "view", itemId: "cup-1", quantity: 1, body: {} },
    {
      type: "purchase",
      orderId: "o",
      body: { lines: [{ itemId: "cup-2", quantity: 3 }, { itemId: "cup-3" }] },
    },
    { type: "rating", itemId: "cup-1", rating: 1, body: {} },
    { type: "rating", itemId: "cup-4", rating: 4, body: {} },
    { type: "view", itemId: "cup-6", body: { untaught: true } },
    { type: "search", body: { query: "cup" } },
  ];
  for (const [sequence, event] of told.entries()) {
    const { type, itemId = null, orderId = null, quantity = null, rating = null, body } = event;
    await sql`insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
        item_id, order_id, quantity, rating, occurred_at, received_at, body)
      values ('demo', ${uuidv7()}, ${sequence + 1}, 0, ${type}, 'who', 's', ${itemId}, ${orderId},
        ${quantity}, ${rating}, ${at}, ${at}, ${sql.json(body)})`;
  }
  const database = new Database(services.postgres.appUrl);
  const steps: SessionStep[] = [];
  for await (const page of readSteps(database, { shop: "demo", upTo: 9 })) steps.push(...page);
  await database.close();
  const who = { visitorId: "who", sessionId: "s", occurredAt: at.getTime() };
  expect(steps).toEqual([
    { ...who, eventSequence: 1, type: "view", itemId: "cup-1", quantity: 1 },
    { ...who, eventSequence: 2, type: "purchase", orderId: "o", itemId: "cup-2", quantity: 3 },
    { ...who, eventSequence: 2, type: "purchase", orderId: "o", itemId: "cup-3", quantity: 1 },
    { ...who, eventSequence: 4, type: "rating", itemId: "cup-4", quantity: 1 },
  ]);
});
