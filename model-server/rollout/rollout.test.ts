import { setTimeout as sleep } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { modelFiguresSchema } from "@slipstream/contracts/model-figures";
import { canaryReportSchema } from "@slipstream/contracts/model-reports";
import { encodeModelsChanged } from "@slipstream/contracts/models-changed";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import { encodeSteps, type SessionStep } from "@slipstream/contracts/steps";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningModelServer, startModelServer } from "../model-server.ts";
import { rankColumns } from "../rank/rank-columns.ts";
import type { Ranker } from "../rank/ranker.ts";
import { ArtefactStore } from "../registry/artefact-store.ts";
import { isInCanary } from "../registry/canary-arm.ts";
import { describeModel } from "../registry/manifest.ts";
import type { ModelMaker } from "../registry/model-maker.ts";
import { promote, rollBack } from "../registry/promote.ts";
import { publish } from "../registry/publish.ts";
import { blendMaker, trainedModel, versionOf } from "../testing/trained.ts";
import { Database } from "../views/database.ts";

/** Models that are tried out, on two servers that share one registry. */
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 2, onnotice: () => {} });
const connection = await connect({ servers: services.nats.urls.url });
const database = new Database(services.postgres.appUrl);
const registry = { database, store: new ArtefactStore(Promise.resolve(connection)) };
const servers: RunningModelServer[] = [];
let isOver = false;
let relaying: Promise<void>;

const ITEMS = 24;
const STEP_MS = 2_000;
const shop = "demo";

/** Rankers of the blend's weights, and some that say whatever comes to their mind. */
const maker: ModelMaker<Ranker> = {
  ...blendMaker,
  async makeFrom(files, manifest) {
    const { version } = manifest;
    const made = await blendMaker.makeFrom(files, manifest);
    const score: Ranker["score"] = files.has("random")
      ? ({ rows }) => Float64Array.from(rows, () => Math.random())
      : (table, query) => made.score(table, query);
    return {
      ...{ name: "gbdt", version, features: rankColumns, knowsSession: true, score },
      contributions: (table, query, row) => made.contributions(table, query, row),
    };
  },
};

/** As the stream processor does: word of the outbox goes to LEARN. */
async function relay() {
  while (!isOver) {
    const rows = await sql`delete from outbox where kind = 'models' returning id`;
    if (rows.length > 0) {
      await jetstream(connection).publish(subjects.models(shop), encodeModelsChanged());
    }
    await sleep(50);
  }
}

beforeAll(async () => {
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
  await manager.streams.add({ name: streams.served, subjects: [subjects.allServed] });
  await sql`insert into shops (id, name, hosts, currency) values (${shop}, ${shop}, '{}', 'GBP')`;
  await sql`insert into categories (shop_id, slug, name, tint) values (${shop}, 'cups', 'Cups', 'sand')`;
  for (let at = 0; at < ITEMS; at++) {
    const id = `cup-${at}`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values (${shop}, ${id}, ${id}, ${id}, 'cups', 1000, 'GBP')`;
  }
  relaying = relay();
  for (let at = 0; at < 2; at++) {
    servers.push(
      await startModelServer({
        environment: {
          DATABASE_URL: services.postgres.appUrl,
          REDIS_URL: services.redis.urls.url,
          NATS_URL: services.nats.urls.url,
          MODEL_SERVER_PORT: 0,
          MODEL_SERVER_HOST: "127.0.0.1",
          LOG_LEVEL: "silent",
        },
        log: { info: () => {}, warn: () => {} },
        rankerMaker: maker,
        spare: (work) => {
          work();
          return true;
        },
        rollout: { lookMs: 200, stepMs: STEP_MS },
      }),
    );
  }
});
afterAll(async () => {
  isOver = true;
  await relaying;
  for (const server of servers) await server.stop();
  await database.close();
  await connection.close();
  await sql.end();
});

const put = (minute: number, kind: "good" | "random" = "good") => {
  const { manifest, files } = trainedModel(minute);
  const all = new Map([...files, ...(kind === "random" ? [["random", new Uint8Array(1)]] : [])] as [
    string,
    Uint8Array,
  ][]);
  return publish(registry, { shop, manifest: describeModel(manifest, all), files: all });
};
const send = (minute: number, to: "shadow" | "canary" | "champion", trafficShare?: number) =>
  promote(database, {
    ...{ shop, name: "ranker", version: versionOf(minute), to, trafficShare },
    actor: { kind: "test" },
  });

async function ask(visitorId: string, server = 0) {
  const response = await fetch(`${servers[server]!.url}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({
      ...{ shop, placement: "home_for_you", visitorId, sessionId: `s-${visitorId}` },
      context: ["cup-3"],
    }),
  });
  return recommendResponseSchema.parse(await response.json());
}
const served = async (visitorId: string, server = 0) =>
  (await ask(visitorId, server)).model.version;
const patience = { timeout: 30_000, interval: 50 };
const stageOf = async (minute: number) => {
  const [row] =
    await sql`select stage, traffic_share from models where version = ${versionOf(minute)}`;
  return `${row?.stage} ${row?.traffic_share}`;
};

let eventSequence = 0;
let walkers = 0;
/** Visitors who walk along the ring of items, each step to the next one. */
async function walk(visitors: number, type: SessionStep["type"] = "view") {
  for (let visitor = 0; visitor < visitors; visitor++) {
    const who = { visitorId: `w${++walkers}`, sessionId: `s-w${walkers}` };
    for (let place = 0; place < 4; place++) {
      const itemId = `cup-${(walkers * 5 + place) % ITEMS}`;
      const step = { ...who, itemId, type, quantity: 1, occurredAt: Date.now() };
      const message = encodeSteps({ steps: [{ eventSequence: ++eventSequence, ...step }] });
      await jetstream(connection).publish(subjects.steps(shop, 0), message);
    }
  }
}
/** Traffic until something is so: visits, and answers of both servers. */
async function trafficUntil(isSo: () => Promise<boolean>) {
  const deadline = performance.now() + 55_000;
  for (let visitor = 0; !(await isSo()); visitor++) {
    if (performance.now() > deadline) throw new Error("it has not come to that");
    await walk(2);
    await Promise.all([ask(`v${visitor}`), ask(`v${visitor}`, 1)]);
  }
}
async function sumOf(stage: string, minute: number) {
  const rows = await sql<{ figures: unknown; server: string }[]>`select figures, server
    from model_figures where stage = ${stage} and version = ${versionOf(minute)}`;
  const figures = rows.map(({ figures }) => modelFiguresSchema.parse(figures));
  const sum = (key: "answers" | "compared" | "predicted" | "overlap" | "correlation" | "clicked") =>
    figures.reduce((total, each) => total + each[key], 0);
  return { sum, servers: new Set(rows.map(({ server }) => server)).size };
}

test("a shadow scores what the champion answers, on every server, and answers nothing", async () => {
  await put(1);
  await put(2);
  await send(1, "champion");
  await send(2, "shadow");
  await expect.poll(() => served("v0"), patience).toBe(versionOf(1));
  await expect.poll(() => served("v0", 1), patience).toBe(versionOf(1));
  await trafficUntil(async () => {
    const { sum, servers: seen } = await sumOf("shadow", 2);
    return sum("compared") >= 20 && sum("predicted") >= 20 && seen === 2;
  });
  const { sum } = await sumOf("shadow", 2);
  // The same weights: the same order.
  expect(sum("overlap") / sum("compared")).toBeCloseTo(1, 5);
  expect(sum("correlation") / sum("compared")).toBeGreaterThan(0.99);
  expect(sum("answers")).toBe(0);
}, 60_000);

test("a canary answers the same visitors on all servers; a good one goes on by itself", async () => {
  await send(2, "canary", 0.25);
  const visitors = Array.from({ length: 40 }, (_, at) => `v${at}`);
  const of = { version: versionOf(2), share: 0.25 };
  const own = visitors.filter((visitor) => isInCanary(of, visitor));
  expect(own.length).toBeGreaterThan(2);
  expect(own.length).toBeLessThan(20);
  await expect.poll(() => served(own[0]!), patience).toBe(versionOf(2));
  await expect.poll(() => served(own[0]!, 1), patience).toBe(versionOf(2));
  for (const visitor of visitors) {
    const version = versionOf(own.includes(visitor) ? 2 : 1);
    expect([await served(visitor), await served(visitor, 1)]).toEqual([version, version]);
  }
  await trafficUntil(async () => (await stageOf(2)) === "canary 0.5");
  const [entry] = await sql`select actor_kind, action, reason from audit
    where resource_id = ${`ranker/${versionOf(2)}`} order by id desc limit 1`;
  expect(entry).toMatchObject({ actor_kind: "rollout", action: "promote" });
}, 60_000);

test("a click on what an answer showed counts for who ranked it", async () => {
  const { sum: before } = await sumOf("champion", 1);
  const visitor = Array.from({ length: 50 }, (_, at) => `c${at}`).find(
    (each) => !isInCanary({ version: versionOf(2), share: 0.5 }, each),
  )!;
  const { items } = await ask(visitor);
  const step = { eventSequence: ++eventSequence, itemId: items[1]!.itemId, quantity: 1 };
  const who = { visitorId: visitor, sessionId: `s-${visitor}`, occurredAt: Date.now() };
  const message = encodeSteps({ steps: [{ ...step, ...who, type: "click" }] });
  await jetstream(connection).publish(subjects.steps(shop, 0), message);
  await expect
    .poll(async () => (await sumOf("champion", 1)).sum("clicked") - before("clicked"), patience)
    .toBe(1);
});

test("a model of random scores that was put on canary is taken back by itself", async () => {
  await put(3, "random");
  await send(3, "canary", 0.5);
  await expect.poll(() => stageOf(2), patience).toBe("candidate 0");
  await trafficUntil(async () => (await stageOf(3)) === "candidate 0");
  const isBack = async () => {
    const versions = await Promise.all(
      Array.from({ length: 30 }, (_, at) => served(`v${at}`, at % 2)),
    );
    return new Set(versions).size === 1 && versions[0] === versionOf(1);
  };
  await expect.poll(isBack, patience).toBe(true);
  const [row] = await sql`select report from model_reports where kind = 'canary'`;
  const report = canaryReportSchema.parse(row?.report);
  expect(report).toMatchObject({ version: versionOf(3), verdict: "back" });
  expect(report.guardrails.find(({ name }) => name === "quality")?.state).toBe("breached");
  const texts = await Promise.all(
    servers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()),
  );
  const told = /model_rollbacks_total\{shop="demo",name="ranker",cause="guardrail"\} 1/;
  expect(texts.filter((text) => told.test(text))).toHaveLength(1);
}, 60_000);

test("a rollback brings the champion before back, on all servers", async () => {
  await put(4);
  await send(4, "champion");
  await expect.poll(() => served("v1"), patience).toBe(versionOf(4));
  await expect.poll(() => served("v1", 1), patience).toBe(versionOf(4));
  await rollBack(database, { shop, name: "ranker", actor: { kind: "test" } });
  for (const server of [0, 1]) {
    await expect.poll(() => served("v1", server), patience).toBe(versionOf(1));
  }
  expect([await stageOf(4), await stageOf(1)]).toEqual(["retired 0", "champion 1"]);
});
