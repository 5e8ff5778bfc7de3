import { setTimeout as sleep } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Objm } from "@nats-io/obj";
import { connect } from "@nats-io/transport-node";
import { encodeModelsChanged } from "@slipstream/contracts/models-changed";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import { MODEL_BUCKET, streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningModelServer, startModelServer } from "../model-server.ts";
import { blendMaker, trainedModel, versionOf } from "../testing/trained.ts";
import { Database } from "../views/database.ts";
import { ArtefactStore } from "./artefact-store.ts";
import { promote } from "./promote.ts";
import { publish } from "./publish.ts";

/** Trained models as a running server takes them from the registry. */
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
const connection = await connect({
  servers: services.nats.urls.url,
  maxReconnectAttempts: -1,
  reconnectTimeWait: 50,
});
const database = new Database(services.postgres.appUrl);
const registry = { database, store: new ArtefactStore(Promise.resolve(connection)) };
const warnings: object[] = [];
let server: RunningModelServer;

async function start() {
  server = await startModelServer({
    environment: {
      DATABASE_URL: services.postgres.appUrl,
      REDIS_URL: services.redis.urls.url,
      NATS_URL: services.nats.urls.url,
      MODEL_SERVER_PORT: 0,
      MODEL_SERVER_HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
    },
    log: { info: () => {}, warn: (facts) => warnings.push(facts) },
    rankerMaker: blendMaker,
  });
}

beforeAll(async () => {
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  await sql`insert into shops (id, name, hosts, currency) values ('demo', 'demo', '{}', 'GBP')`;
  await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'cups', 'Cups', 'sand')`;
  for (let at = 0; at < 20; at++) {
    const id = `cup-${at}`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency, created_at)
      values ('demo', ${id}, ${id}, ${id}, 'cups', 1000, 'GBP', ${new Date(1_790_000_000_000 + at)})`;
  }
  await sql`insert into switches (shop_id, name, enabled) values ('demo', 'exploration', false)`;
  await start();
});
afterAll(async () => {
  await server.stop();
  await database.close();
  await connection.close();
  await sql.end();
});

const following = { timeout: 20_000, interval: 20 };

async function ask() {
  const response = await fetch(`${server.url}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", placement: "home_for_you", context: ["cup-3"] }),
  });
  if (!response.ok) return undefined;
  const { items, model } = recommendResponseSchema.parse(await response.json());
  return { version: model.version, ids: items.map(({ itemId }) => itemId) };
}
const servedVersion = async () => (await ask())?.version;
const serves = (version: string) => expect.poll(servedVersion, following).toBe(version);

/** Promotes, and tells LEARN of it as the stream processor does for the outbox's row. */
async function crown(minute: number) {
  const version = versionOf(minute);
  const change = { shop: "demo", name: "ranker", version, to: "champion" as const };
  await promote(database, { ...change, actor: { kind: "test" } });
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
}
const put = (minute: number, weight?: number) => {
  const model = trainedModel(minute, { weight });
  return publish(registry, { shop: "demo", ...model }).then(() => model);
};
const metric = async (result: string) => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = new RegExp(`model_changes_total\\{name="ranker",result="${result}"\\} (\\d+)`);
  return Number(line.exec(text)?.[1] ?? 0);
};

test("the blend ranks until there is a champion; a candidate changes nothing", async () => {
  await serves("initial");
  await put(1);
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
  await sleep(300);
  expect(await servedVersion()).toBe("initial");
  await crown(1);
  await serves("1");
});

test("the next champion takes over, and the one before comes back without being loaded", async () => {
  await put(2);
  await crown(2);
  await serves("2");
  expect(await metric("loaded")).toBe(2);
  await crown(1);
  await serves("1");
  expect(await metric("loaded")).toBe(2);
  expect(await metric("back")).toBe(1);
});

test("while models change places under traffic, each answer is of one of them", async () => {
  await put(3, 1);
  await put(4, -1);
  const orders = new Map<string, string[]>();
  for (const minute of [3, 4]) {
    await crown(minute);
    await serves(String(minute));
    orders.set(String(minute), (await ask())!.ids);
  }
  expect(orders.get("3")).not.toEqual(orders.get("4"));
  let isOver = false;
  const counts = new Map<string, number>();
  const traffic = async () => {
    while (!isOver) {
      const { version, ids } = (await ask())!;
      expect(ids).toEqual(orders.get(version));
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
  };
  const all = Promise.all([traffic(), traffic(), traffic(), traffic()]);
  for (const minute of [3, 4, 3, 4, 3]) {
    await crown(minute);
    await serves(String(minute));
  }
  isOver = true;
  await all;
  expect([...counts.keys()].sort()).toEqual(["3", "4"]);
});

test("a champion that cannot be loaded is told and counted; the last good one serves on", async () => {
  const { manifest } = await put(5);
  const store = await new Objm(connection).open(MODEL_BUCKET);
  await store.delete(`demo/${manifest.files[0]!.sha256}`);
  await crown(5);
  await expect.poll(() => metric("artefact_missing"), following).toBeGreaterThan(0);
  expect(warnings).toContainEqual(expect.objectContaining({ code: "artefact_missing" }));
  expect(await servedVersion()).toBe("3");

  const features = blendMaker.features.slice(1);
  const foreign = trainedModel(6, { description: { features } });
  await publish(registry, { shop: "demo", ...foreign });
  await crown(6);
  await expect.poll(() => metric("other_features"), following).toBeGreaterThan(0);
  expect(await servedVersion()).toBe("3");

  await sql`update models set manifest = manifest || '{"schemaVersion": 9}' where version = ${versionOf(6)}`;
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
  await expect.poll(() => metric("newer_version"), following).toBeGreaterThan(0);
  expect(await servedVersion()).toBe("3");

  // Had it been taken back, it would serve nobody.
  await sql`update models set championed_at = null where version = ${versionOf(3)}`;
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
  await serves("initial");
});

test("a server that starts where the champion's file is gone serves the blend; put back, it is served", async () => {
  await crown(5);
  await server.stop();
  await start();
  await expect.poll(() => metric("artefact_missing"), following).toBeGreaterThan(0);
  expect(await servedVersion()).toBe("initial");
  await put(5);
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
  await serves("5");
});

test("a restarted server has the champion from the registry alone", async () => {
  await server.stop();
  await start();
  await serves("5");
});

test("with NATS away at the start the blend serves, and the champion when NATS comes", async () => {
  await server.stop();
  await services.nats.kill();
  await start();
  await serves("initial");
  await services.nats.start();
  await serves("5");
}, 60_000);

test("a retired champion without a successor leaves its place to the blend", async () => {
  await promote(database, {
    ...{ shop: "demo", name: "ranker", version: versionOf(5), to: "retired" },
    actor: { kind: "test" },
  });
  await jetstream(connection).publish(subjects.models("demo"), encodeModelsChanged());
  await serves("initial");
  expect(await sql`select 1 from outbox where kind = 'models'`).not.toHaveLength(0);
});
