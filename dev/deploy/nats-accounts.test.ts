import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { encodeEvent } from "@slipstream/contracts/events";
import { healthSchema } from "@slipstream/contracts/health";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { partitionOf } from "@slipstream/contracts/partition";
import { learnMirror, streams, subjects } from "@slipstream/contracts/subjects";
import { readEnvironment as modelEnvironment } from "@slipstream/model-server/env";
import { startModelServer } from "@slipstream/model-server/model-server";
import { Database } from "@slipstream/stream/archive/database";
import { workOnLetters } from "@slipstream/stream/dead-letters/letters";
import { readEnvironment as streamEnvironment } from "@slipstream/stream/env";
import { publishDeadLetter } from "@slipstream/stream/publish/dead-letters";
import { startStream } from "@slipstream/stream/start";
import { EventMaker, messageOf } from "@slipstream/stream/testing/events";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { requireBinary } from "../services/binaries.ts";
import { startChild } from "../services/child.ts";
import { asAdmin } from "../services/databases.ts";
import { freePort } from "../services/ports.ts";
import { acceptsTcp } from "../services/tcp-probe.ts";
import { startTestServices } from "../testing/services.ts";
import { deployFolder } from "./manifests.ts";

const services = await startTestServices({ postgres: true, redis: true });
const port = await freePort();
const config = join(services.folder, "nats.conf");
// The accounts of deploy/nats as they are; only its place is this test's own.
writeFileSync(
  config,
  `listen: "127.0.0.1:${port}"
jetstream { store_dir: ${JSON.stringify(join(services.folder, "nats"))} }
include "accounts.conf"
`,
);
copyFileSync(join(deployFolder, "nats/accounts.conf"), join(services.folder, "accounts.conf"));
const users = ["edge", "stream", "model-server", "operator", "system"];
const passwords = Object.fromEntries(
  users.map((user) => [`NATS_${user.toUpperCase().replace("-", "_")}_PASSWORD`, `${user}-secret`]),
);
const server = await startChild({
  name: "NATS",
  command: requireBinary("nats-server"),
  args: ["-c", config],
  env: { ...process.env, ...passwords },
  logFile: join(services.folder, "nats.log"),
  ready: () => acceptsTcp(port),
});
const urlOf = (user: string) => `nats://${user}:${user}-secret@127.0.0.1:${port}`;
const as = (user: string) => connect({ ...natsAddress(urlOf(user)), reconnect: false });
const stores = { DATABASE_URL: services.postgres.appUrl, REDIS_URL: services.redis.urls.url };
const stops: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  await server.stop();
});

/** Whether the server lets a user publish there. */
async function mayPublish(connection: NatsConnection, subject: string): Promise<boolean> {
  return connection.request(subject, "", { timeout: 2_000 }).then(
    () => true,
    (error: Error) => {
      if (/permissions violation/i.test(`${error.message} ${error.cause}`)) return false;
      return true; // Nobody answers there, or with a refusal of its own.
    },
  );
}

test("each process does its work as its own user", async () => {
  await asAdmin(services.postgres.adminUrl, async (sql) => {
    await sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`;
    await sql`insert into categories (shop_id, slug, name, tint) values ('demo', 'lamps', 'Lamps', 'sand')`;
    await sql`insert into products (shop_id, id, slug, title, category_slug, price_minor, currency)
      values ('demo', 'lamp', 'lamp', 'Lamp', 'lamps', 1000, 'EUR')`;
  });
  const silent = pino({ level: "silent" });
  const stream = await startStream(
    streamEnvironment({ ...stores, NATS_URL: urlOf("stream"), STREAM_PORT: "0" }),
    silent,
  );
  stops.push(() => stream.stop());
  const environment = { ...stores, NATS_URL: urlOf("model-server"), MODEL_SERVER_PORT: "0" };
  const model = await startModelServer({
    environment: modelEnvironment({ ...environment, REGION: "two" }),
    log: silent,
  });
  stops.unshift(() => model.stop());
  const edge = await as("edge");
  stops.unshift(() => edge.close());
  const event = new EventMaker().make({ type: "view", visitorId: "me", itemId: "lamp" });
  const subject = subjects.event("demo", partitionOf("me"), "view");
  await jetstream(edge).publish(subject, encodeEvent(event), { msgID: event.id });

  const operator = await as("operator");
  stops.unshift(() => operator.close());
  const manager = await jetstreamManager(operator);
  const mirrored = async () => (await manager.streams.info(learnMirror("two"))).state.last_seq;
  await expect.poll(mirrored, { timeout: 15_000 }).toBeGreaterThan(0);
  const health = async () => healthSchema.parse(await (await fetch(`${model.url}/health`)).json());
  await expect
    .poll(async () => (await health()).parts.learn?.state, { timeout: 15_000 })
    .toBe("ok");
  const elected = () => manager.streams.info("KV_elections").then(({ state }) => state.messages);
  await expect.poll(elected, { timeout: 15_000 }).toBeGreaterThan(0);
}, 60_000);

test("a processor brings back an event that failed, as its own user", async () => {
  const connection = await as("stream");
  const database = new Database(services.postgres.appUrl);
  const parts = {
    manager: await jetstreamManager(connection),
    client: jetstream(connection),
    database,
    log: pino({ level: "silent" }),
  };
  const { subject, payload } = messageOf(
    new EventMaker().make({ type: "view", visitorId: "me", itemId: "lamp" }),
  );
  const events = async () => (await parts.manager.streams.info(streams.events)).state.last_seq;
  const before = await events();
  const letter = { reason: "it failed", sequence: 1, partition: partitionOf("me") };
  await publishDeadLetter(parts.client, { ...letter, subject, payload });
  const { done } = await workOnLetters(parts, { shop: "demo", action: "replay" });
  expect(done).toMatchObject([{ kind: "view", reason: "it failed" }]);
  expect(await events()).toBe(before + 1);
  await database.close();
  await connection.close();
});

test.each([
  [
    "edge",
    [
      subjects.factors("demo", 0),
      "$JS.API.STREAM.DELETE.EVENTS",
      "$JS.API.STREAM.NAMES",
      "$KV.leases.0",
    ],
  ],
  ["stream", [subjects.served("demo"), "$JS.API.STREAM.DELETE.LEARN"]],
  [
    "model-server",
    [
      subjects.event("demo", 0, "view"),
      subjects.factors("demo", 0),
      "$KV.leases.0",
      "$JS.API.STREAM.DELETE.EVENTS",
      "$JS.API.STREAM.PURGE.LEARN",
    ],
  ],
])("%s may not do what is another's", async (user, forbidden) => {
  const connection = await as(user);
  for (const subject of forbidden)
    expect(await mayPublish(connection, subject), subject).toBe(false);
  await connection.close();
  const operator = await as("operator");
  const manager = await jetstreamManager(operator);
  for (const name of Object.values(streams)) await manager.streams.info(name);
  await operator.close();
});

test("nobody comes in without a name", async () => {
  await expect(connect({ servers: `127.0.0.1:${port}`, reconnect: false })).rejects.toThrow();
});
