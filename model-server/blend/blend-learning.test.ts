import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { decodeBlend } from "@slipstream/contracts/blend";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";
import { encodeSteps } from "@slipstream/contracts/steps";
import { streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { type RunningModelServer, startModelServer } from "../model-server.ts";
import { stepFactory } from "../testing/shop.ts";

/** A running server that learns the blend from what LEARN tells, and serves it. */
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
const connection = await connect({ servers: services.nats.urls.url });
const manager = await jetstreamManager(connection);
await manager.streams.add({ name: streams.learn, subjects: [subjects.allLearning] });
await sql`insert into shops (id, name, hosts, currency) values ('demo', 'demo', '{}', 'GBP')`;
await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'cups', 'Cups', 'sand')`;
for (let at = 0; at < 20; at++) {
  const id = `cup-${at}`;
  await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
    values ('demo', ${id}, ${id}, ${id}, 'cups', 1000, 'GBP')`;
}
const servers: RunningModelServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
  await connection.close();
  await sql.end();
});

async function start(): Promise<RunningModelServer> {
  const server = await startModelServer({
    environment: {
      DATABASE_URL: services.postgres.appUrl,
      REDIS_URL: services.redis.urls.url,
      NATS_URL: services.nats.urls.url,
      MODEL_SERVER_PORT: 0,
      MODEL_SERVER_HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
    },
    log: { info: () => {}, warn: () => {} },
    // The test's machine may be busy with others: whether there is time is not what is looked at.
    spare: (work) => {
      work();
      return true;
    },
  });
  servers.push(server);
  return server;
}

async function versionOf({ url }: RunningModelServer): Promise<string | undefined> {
  const response = await fetch(`${url}/v1/recommend`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-slipstream-deadline-ms": "2000" },
    body: JSON.stringify({ shop: "demo", placement: "home_for_you", context: ["cup-1"] }),
  });
  if (!response.ok) return undefined;
  return recommendResponseSchema.parse(await response.json()).model.version;
}

async function published() {
  const query = { last_by_subj: subjects.blend("demo") };
  const message = await manager.streams.getMessage(streams.learn, query).catch(() => null);
  return message ? decodeBlend(message.data) : undefined;
}

const step = stepFactory();
let visitor = 0;
/** Somebody looks at two cups. */
async function visit() {
  const who = { visitorId: `v${++visitor}`, sessionId: `s${visitor}` };
  const steps = ["cup-1", "cup-2"].map((itemId) => step({ ...who, itemId }));
  await jetstream(connection).publish(subjects.steps("demo", 3), encodeSteps({ steps }));
}

const following = { timeout: 30_000, interval: 200 };

test("the elected server learns and publishes; every server serves what was learnt, one started later too", async () => {
  const [first, second] = [await start(), await start()];
  await expect.poll(() => versionOf(first), following).toBe("initial");
  const learnt = async () => {
    await visit();
    return Number(await versionOf(first)) > 0 && Number(await versionOf(second)) > 0;
  };
  await expect.poll(learnt, following).toBe(true);
  expect((await published())!.version).toBeGreaterThan(0);
  const outcomes = await Promise.all(
    [first, second].map(async ({ url }) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(
        /blend_examples_total\{shop="demo",outcome="learnt"\} (\d+)/.exec(text)?.[1] ?? 0,
      );
    }),
  );
  expect(outcomes.filter((count) => count > 0)).toHaveLength(1);

  // The one that learnt is gone: the other learns on from there.
  const learner = outcomes[0]! > 0 ? first : second;
  const heir = learner === first ? second : first;
  servers.splice(servers.indexOf(learner), 1);
  await learner.stop();
  const { version } = (await published())!;
  const goesOn = async () => {
    await visit();
    return Number(await versionOf(heir)) > version;
  };
  await expect.poll(goesOn, following).toBe(true);

  // LEARN goes on for long; the blend's last message is found all the same.
  const third = await start();
  await expect.poll(async () => Number(await versionOf(third)) > version, following).toBe(true);

  // All are gone: one that starts alone goes on from what was published, it does not begin anew.
  for (const server of servers.splice(0)) await server.stop();
  const reached = (await published())!.version;
  const alone = await start();
  const goesOnAlone = async () => {
    await visit();
    return Number(await versionOf(alone)) > reached;
  };
  await expect.poll(goesOnAlone, following).toBe(true);
}, 120_000);
