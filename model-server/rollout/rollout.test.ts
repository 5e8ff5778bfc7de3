import { setTimeout as sleep } from "node:timers/promises";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { canaryReportSchema } from "@slipstream/contracts/model-reports";
import { modelServerStatusSchema } from "@slipstream/contracts/model-server-status";
import { encodeModelsChanged } from "@slipstream/contracts/models-changed";
import { KNOWS_STAND_IN, recommendResponseSchema } from "@slipstream/contracts/recommend";
import { encodeSteps, type SessionStep } from "@slipstream/contracts/steps";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningModelServer, startModelServer } from "../model-server.ts";
import { ArtefactStore } from "../registry/artefact-store.ts";
import { isInCanary } from "../registry/canary-arm.ts";
import { describeModel } from "../registry/manifest.ts";
import { promote, rollBack } from "../registry/promote.ts";
import { publish } from "../registry/publish.ts";
import {
  addShops,
  daysOfBroken,
  stageAndShare,
  sumOfFigures,
  writeExperiment,
} from "../testing/rollout-shops.ts";
import { servedAnswer } from "../testing/served-answer.ts";
import { sumOfFigure } from "../testing/sum-of-figure.ts";
import { blendOrRandomMaker, trainedModel, versionOf } from "../testing/trained.ts";
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
  await addShops(sql, { shop, items: ITEMS, broken: versionOf(8) });
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
        rankerMaker: blendOrRandomMaker,
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

async function ask(
  visitorId: string,
  server = 0,
  { ranker, ...more }: { ranker?: string; placement?: string; knows?: string } = {},
) {
  const { placement = "home_for_you", knows = KNOWS_STAND_IN } = more;
  const response = await fetch(`${servers[server]!.url}/v1/recommend`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...{ "x-slipstream-deadline-ms": "2000", "x-slipstream-knows": knows },
    },
    body: JSON.stringify({
      ...{ shop, placement, visitorId, sessionId: `s-${visitorId}` },
      context: ["cup-3"],
      ...(ranker === undefined ? {} : { tuning: { ranker } }),
    }),
  });
  return recommendResponseSchema.parse(await response.json());
}
const served = async (visitorId: string, server = 0) =>
  (await ask(visitorId, server)).model.version;
async function answerOf(ranker: string, server = 0) {
  const { model, standIn } = await ask("v1", server, { ranker });
  return { version: model.version, ...(standIn === undefined ? {} : { standIn }) };
}
const experiment = (state: "running" | "decided", versions: readonly string[]) =>
  writeExperiment(sql, { shop, state, versions });
const figure = (pattern: RegExp) => sumOfFigure(servers, pattern);
const patience = { timeout: 30_000, interval: 50 };
const stageOf = (minute: number) => stageAndShare(sql, versionOf(minute));

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
const sumOf = (stage: string, minute: number) => sumOfFigures(sql, stage, versionOf(minute));

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
  const told = /model_rollbacks_total\{shop="demo",name="ranker",cause="guardrail"\} (\d+)/g;
  expect(await figure(told)).toBe(1);
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

test("a champion of random scores is taken back by itself, beside a canary too", async () => {
  await put(5, "random");
  await send(2, "canary");
  await send(5, "champion");
  await expect.poll(() => served("v1"), patience).toBe(versionOf(5));
  await trafficUntil(async () => (await stageOf(5)) === "retired 0");
  for (const server of [0, 1]) {
    await expect.poll(() => served("v1", server), patience).toBe(versionOf(1));
  }
  expect([await stageOf(1), await stageOf(2)]).toEqual(["champion 1", "canary 0.01"]);
  const [entry] = await sql`select actor_kind, action, reason from audit
    where resource_id = ${`ranker/${versionOf(5)}`} order by id desc limit 1`;
  expect(entry).toMatchObject({ actor_kind: "rollout", action: "roll_back" });
  expect(entry?.reason).toMatch(/^quality: .* beside the blend's /);
  // The alert ModelRolledBack watches this figure.
  await expect.poll(() => figure(/model_rollbacks_total\{.*cause="guardrail"\} (\d+)/g)).toBe(2);
}, 60_000);

test("an experiment's arm is ranked by the version that it names, whatever its stage", async () => {
  const [named, missing] = [versionOf(4), versionOf(9)];
  await experiment("running", [named, missing]);
  for (const server of [0, 1]) {
    await expect.poll(() => answerOf(named, server), patience).toEqual({ version: named });
  }
  // The champion stands in for what cannot be loaded, and the answer says so.
  const standIn = { version: versionOf(1), standIn: true };
  expect(await answerOf(missing)).toEqual(standIn);
  // Not where trained rankers have no say, nor to an edge that does not know the word.
  for (const more of [{ placement: "trending" }, { knows: "" }]) {
    expect((await ask("v1", 0, { ranker: missing, ...more })).standIn).toBeUndefined();
  }
  const status = await fetch(`${servers[0]!.url}/v1/status?shop=${shop}`);
  expect(modelServerStatusSchema.parse(await status.json()).tried).toEqual([named]);
  expect(await figure(/arm_stand_ins_total\{shop="demo",wanted="[^"]+"\} (\d+)/g)).toBeGreaterThan(
    0,
  );
  const { requestId } = await ask("v1", 0, { ranker: missing });
  const logged = async () => (await servedAnswer(connection, requestId))?.modelVersion;
  await expect.poll(logged, patience).toBe(versionOf(1));
  // None of it counts for or against a stage.
  expect(await stageOf(4)).toBe("retired 0");
  await experiment("decided", [named, missing]);
  await expect.poll(() => answerOf(named), patience).toEqual(standIn);
}, 60_000);

test("a shop whose figures cannot be read keeps nobody from being judged, and old ones go", async () => {
  await expect.poll(() => daysOfBroken(sql), patience).toEqual([0]);
  expect(await sql`select 1 from model_reports where shop_id = 'broken'`).toHaveLength(0);
});
