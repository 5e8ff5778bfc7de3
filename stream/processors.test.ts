import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { MEMBER_BUCKET, type Member, memberSchema } from "@slipstream/contracts/members";
import { partitionOf } from "@slipstream/contracts/partition";
import { decodeSteps } from "@slipstream/contracts/steps";
import { LEASE_BUCKET, parseLearnSubject, streams } from "@slipstream/contracts/subjects";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { readAppliedUpTo } from "./consumer/applied-up-to.ts";
import { leaseKey } from "./partition/leases.ts";
import { EventMaker } from "./testing/events.ts";
import { LogClient, until } from "./testing/log-client.ts";
import { countingOf, rebuilt } from "./testing/rebuilt.ts";

const VISITORS = 80;
const ITEMS = 12;
const LEASE_TTL_MS = 2_000;
const PAUSE_MS = 5;
const everyPartition = [...Array(PARTITIONS).keys()];

const services = await startTestServices({ postgres: true, redis: true, nats: true });
await asAdmin(
  services.postgres.adminUrl,
  (sql) => sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`,
);
const urls = { natsUrl: services.nats.urls.url, redisUrl: services.redis.urls.url };
const addresses = { ...urls, databaseUrl: services.postgres.appUrl };
const log = await LogClient.open(urls);
const connection = await connect({ servers: urls.natsUrl });
const bucket = (name: string) =>
  new Kvm(connection).create(name, { ttl: LEASE_TTL_MS, history: 1, replicas: 1 });
const leases = await bucket(LEASE_BUCKET);
const members = await bucket(MEMBER_BUCKET);
const running = new Set<Processor>();
afterAll(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  await connection.close();
  await log.close();
});

interface Processor {
  name: string;
  child: ChildProcess;
  /** What it has logged. */
  output: string;
}

function start(name: string): Processor {
  const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: services.postgres.appUrl,
      REDIS_URL: urls.redisUrl,
      NATS_URL: urls.natsUrl,
      HOSTNAME: name,
      STREAM_PORT: "0",
      LEASE_TTL_MS: String(LEASE_TTL_MS),
      LOG_LEVEL: "info",
    },
  });
  const processor = { name, child, output: "" };
  child.stdout?.on("data", (chunk) => {
    processor.output += chunk;
  });
  running.add(processor);
  return processor;
}

async function end(processor: Processor, signal: NodeJS.Signals): Promise<void> {
  const exited = once(processor.child, "exit");
  processor.child.kill(signal);
  await exited;
  running.delete(processor);
}

/** How many partitions each has, by name. */
async function shares(): Promise<Record<string, number>> {
  const entries = await Promise.all(everyPartition.map((each) => leases.get(leaseKey(each))));
  const held: Record<string, number> = {};
  for (const entry of entries) {
    const name = entry?.operation === "PUT" ? entry.string().split("/")[0]! : "nobody";
    held[name] = (held[name] ?? 0) + 1;
  }
  return held;
}

async function shared(expected: Record<string, number>): Promise<void> {
  const wanted = JSON.stringify(Object.entries(expected).sort());
  await until(async () => JSON.stringify(Object.entries(await shares()).sort()) === wanted);
}

const maker = new EventMaker();
const published: ShopEvent[] = [];
let isPublishing = true;

/** People look at things all the time, whoever comes and goes. */
async function publishAll(): Promise<void> {
  for (let count = 0; isPublishing; count++) {
    const visitorId = `visitor-${(count * 7) % VISITORS}`;
    const at = { occurredAt: Date.now(), receivedAt: Date.now() };
    const event = maker.make({ type: "view", visitorId, itemId: `item-${count % ITEMS}`, ...at });
    await log.publish([event]);
    published.push(event);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Sequences at which the phases of the test began. */
const phases: { name: string; from: number }[] = [];
/** Everything up to here was applied when the last phase ended. */
let settled = 0;

async function phase(name: string, work: () => Promise<void>): Promise<void> {
  phases.push({ name, from: settled + 1 });
  await work();
  await applied();
}

/** Everything that is published by now is applied. */
async function applied(): Promise<void> {
  const { length } = published;
  await until(async () => (await readAppliedUpTo(log)) >= length);
  settled = length;
}

interface Step {
  sequence: number;
  partition: number;
  visitorId: string;
  atMs: number;
}

/** The steps on LEARN as a view reads them: the first of each event. */
async function steps(): Promise<Step[]> {
  const { state } = await log.manager.streams.info(streams.learn);
  const seen = new Set<number>();
  const found: Step[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await log.manager.direct.getMessage(streams.learn, { seq });
    const subject = message && parseLearnSubject(message.subject);
    if (!message || subject?.kind !== "steps") continue;
    for (const { eventSequence: sequence, visitorId } of decodeSteps(message.data).steps) {
      if (seen.has(sequence)) continue;
      seen.add(sequence);
      const { partition } = subject;
      found.push({ sequence, partition, visitorId, atMs: message.time.getTime() });
    }
  }
  return found;
}

/** How long the slowest event of each phase took from EVENTS to LEARN: the pause of a partition. */
async function pauses(found: readonly Step[]): Promise<string[]> {
  const slowest = new Map<string, number>();
  for (const { sequence, atMs } of found) {
    const event = await log.manager.direct.getMessage(streams.events, { seq: sequence });
    const name = phases.findLast(({ from }) => sequence >= from)?.name ?? "";
    slowest.set(name, Math.max(slowest.get(name) ?? 0, atMs - event!.time.getTime()));
  }
  return [...slowest].map(([name, ms]) => `${name}: ${ms} ms`);
}

test("processors join, are paused, are killed, leave: every event once, in order per visitor", async () => {
  const a = start("a");
  await shared({ a: 16 });
  const publishing = publishAll();
  let b!: Processor;
  let c!: Processor;
  await phase("alone", async () => {
    await until(async () => published.length > 100);
  });
  await phase("a second joins", async () => {
    b = start("b");
    await shared({ a: 8, b: 8 });
  });
  await phase("the first is paused past its leases", async () => {
    a.child.kill("SIGSTOP");
    await shared({ b: 16 });
    expect(a.output).not.toMatch(/drops its memory/);
  });
  await phase("and wakes up", async () => {
    a.child.kill("SIGCONT");
    await until(async () => /"(lease_lost|stale_token|learn_fence)"/.test(a.output));
    await shared({ a: 8, b: 8 });
  });
  await phase("what two have learnt apart is built anew while they go on", async () => {
    await until(async () => (await homes()).length > 0);
    const { comparison } = await rebuilt(addresses, "beside");
    expect(countingOf(comparison)).toEqual([]);
    expect(comparison?.counting).toBe(0);
    expect((await rebuilt(addresses)).swapped).toBe(true);
    await shared({ a: 8, b: 8 });
  });
  await phase("a third joins", async () => {
    c = start("c");
    await until(async () => Object.keys(await shares()).length === 3);
    await until(
      async () =>
        Object.values(await shares())
          .sort()
          .join() === "5,5,6",
    );
  });
  await phase("the second is killed", async () => {
    await end(b, "SIGKILL");
    await shared({ a: 8, c: 8 });
  });
  expect((await living()).map(({ partitions }) => partitions.length)).toEqual([8, 8]);
  await phase("the third leaves", async () => {
    await end(c, "SIGTERM");
    expect(c.child.exitCode).toBe(0);
    await shared({ a: 16 });
  });
  await phase("others join and leave at once", async () => {
    for (const name of ["d", "e", "f"]) {
      const brief = start(name);
      await until(async () => Object.keys(await shares()).length > 1);
      await end(brief, "SIGTERM");
    }
    await shared({ a: 16 });
  });
  isPublishing = false;
  await publishing;
  await applied();
  // Homes were given up: what was learnt there still counts, until all is learnt by one.
  expect((await homes()).length).toBeGreaterThan(1);
  const swapped = await rebuilt(addresses);
  expect(countingOf(swapped.comparison)).toEqual([]);
  expect(swapped.factorsTold).toBe(ITEMS);
  expect(await homes()).toEqual([]);
  expect(await log.redis.keys("demo:factors:*:*")).toEqual([]);
  const { comparison } = await rebuilt(addresses, "beside");
  expect(comparison).toMatchObject({ differing: 0, told: [] });
  await shared({ a: 16 });
  await end(a, "SIGTERM");
  expect(await counters()).toEqual(expectedCounters());
  const found = await steps();
  expect(found.map(({ sequence }) => sequence).sort((x, y) => x - y)).toEqual(
    published.map((_, at) => at + 1),
  );
  for (const partition of everyPartition) {
    const sequences = found.flatMap((step) =>
      step.partition === partition ? [step.sequence] : [],
    );
    expect(sequences).toEqual([...sequences].sort((x, y) => x - y));
  }
  await until(async () => (await archivedIds()).length === published.length);
  expect(await archivedIds()).toEqual(published.map(({ id }) => id));
  process.stdout.write(`slowest event: ${(await pauses(found)).join("; ")}\n`);
}, 240_000);

/** Homes besides the first that have kept components. */
const homes = () => log.redis.smembers(keys.factorHomes("demo"));

/** Processors as they tell of themselves. */
async function living(): Promise<Member[]> {
  const stream = `KV_${MEMBER_BUCKET}`;
  const { state } = await log.manager.streams.info(stream, { subjects_filter: ">" });
  const ids = Object.keys(state.subjects ?? {}).map((subject) => subject.split(".").slice(2));
  const entries = await Promise.all(ids.map((id) => members.get(id.join("."))));
  return entries.flatMap((entry) =>
    entry?.operation === "PUT" ? [memberSchema.parse(entry.json())] : [],
  );
}

async function counters(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let item = 0; item < ITEMS; item++) {
    for (const partition of everyPartition) {
      const key = keys.productStats("demo", `item-${item}`, partition);
      const views = await log.redis.hget(key, "total_views");
      if (views !== null) found[key] = views;
    }
  }
  return found;
}

function expectedCounters(): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { itemId = "", visitorId } of published) {
    const key = keys.productStats("demo", itemId, partitionOf(visitorId));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([key, count]) => [key, String(count)]));
}

function archivedIds(): Promise<string[]> {
  return asAdmin(services.postgres.adminUrl, async (sql) => {
    const rows = await sql`select id from events order by stream_sequence`;
    return rows.map((row) => row.id as string);
  });
}
