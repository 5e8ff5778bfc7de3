import { decodeFactorRecord, encodeFactorRecord } from "@slipstream/contracts/factors";
import { FACTOR_BUCKETS, keys, ttlSeconds } from "@slipstream/contracts/keys";
import { MEMBER_BUCKET } from "@slipstream/contracts/members";
import { partitionOf } from "@slipstream/contracts/partition";
import { streams } from "@slipstream/contracts/subjects";
import { rebuildSettings, runRebuild } from "@slipstream/dev/rebuild/run-rebuild";
import { asAdmin } from "@slipstream/dev/services/databases";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PartitionFence } from "../redis/partition-fence.ts";
import { startStream } from "../start.ts";
import { environmentOn, openLog } from "../testing/environment.ts";
import { EventMaker, eventId, randomLog, START } from "../testing/events.ts";
import { type LogClient, until } from "../testing/log-client.ts";
import { redisContents } from "../testing/redis-contents.ts";
import { Build } from "./build.ts";
import { matchingKeys, namespacePrefix } from "./namespace.ts";
import { PartitionHold } from "./partition-hold.ts";
import { finishBrokenSwap, type RebuildSettings, rebuild } from "./rebuild.ts";
import { openStores, type RebuildStores } from "./stores.ts";
import { CLOSED_TOKEN } from "./swap.lua.ts";
import { swapIn } from "./swap.ts";

const EVENTS = 1_600;
const REPLAYS = 2;
const SHADOW = "shadow";
const services = await startTestServices({ postgres: true, redis: true, nats: true });
const log = pino({ level: "silent" });
const environment = environmentOn(services, {
  LEARN_REPLAYS: String(REPLAYS),
  TURN_EVENTS: "64",
});
const addresses = {
  databaseUrl: environment.DATABASE_URL,
  redisUrl: environment.REDIS_URL,
  natsUrl: environment.NATS_URL,
};
const owner = <T>(work: Parameters<typeof asAdmin<T>>[1]) =>
  asAdmin(services.postgres.adminUrl, work);
await owner(
  (sql) => sql`insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{}', 'EUR')`,
);
/** Received just now: what a visitor did long ago would have expired. */
const lateMs = Date.now() - START - EVENTS * 1_000;
const all = randomLog({ seed: 23, events: EVENTS, visitors: 80, items: 60 }).map((event) => ({
  ...event,
  occurredAt: event.occurredAt + lateMs,
  receivedAt: event.receivedAt + lateMs,
}));
const [first, second, third] = [all.slice(0, 1_000), all.slice(1_000, 1_300), all.slice(1_300)];

let running: Awaited<ReturnType<typeof startStream>>;
let client: LogClient;
let stores: RebuildStores;
beforeAll(async () => {
  client = await openLog(environment);
  running = await startStream(environment, log);
  stores = await openStores(addresses, log);
  await appliedAndArchived(await client.publish(first));
});
afterAll(async () => {
  await stores.close();
  await running.stop();
  await client.close();
});

async function appliedAndArchived(sequence: number): Promise<void> {
  await client.applied(sequence);
  await until(() =>
    owner(async (sql) => {
      const [row] = await sql`select sequence from archive_watermarks`;
      return Number(row?.sequence) >= sequence;
    }),
  );
}

const run = (settings: Pick<RebuildSettings, "from"> & Partial<RebuildSettings>) =>
  rebuild({ compare: true, replays: REPLAYS, ...settings }, { stores, holder: "the rebuild", log });

/** The state in a namespace, named as live; without namespaces' own keys where none is named. */
async function contents(prefix = ""): Promise<Map<string, string>> {
  const found = [...(await redisContents(client.redis))];
  return new Map(
    found
      .filter(([key]) => (prefix === "" ? !key.startsWith("~") : key.startsWith(prefix)))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

test.each(["log", "archive"] as const)(
  "built from the %s beside it, the state is the live one's, value by value",
  async (from) => {
    const report = await run({ from, namespace: SHADOW });
    expect(report).toMatchObject({ events: first.length, skipped: 0, swapped: false });
    expect(report.comparison).toMatchObject({ differing: 0, told: [] });
    expect(report.comparison?.keys).toBeGreaterThan(1_000);
    expect(report.quality[0]?.samples).toBeGreaterThan(0);
    // By a reader that shares no code with the comparison.
    const live = await contents();
    expect(live.size).toBe(report.comparison?.keys);
    expect(await contents(namespacePrefix(SHADOW))).toEqual(live);
  },
);

test("the state of then is the state that a log which ends then gives", async () => {
  const then = first[699]!.receivedAt;
  const report = await run({ from: "log", namespace: "then", until: then, compare: false });
  expect(report).toMatchObject({ events: 700, heldMs: 0 });
  const [row] = await owner(
    (sql) => sql`select count(*)::int as views from events
      where type = 'view' and stream_sequence <= 700`,
  );
  let views = 0;
  for await (const page of matchingKeys(client.redis, "~then:*:stats:*")) {
    for (const key of page) views += Number((await client.redis.hget(key, "total_views")) ?? 0);
  }
  expect(views).toBe(row?.views);
  for (const part of [{ until: then }, { shop: "demo" }]) {
    await expect(run({ from: "log", ...part })).rejects.toMatchObject({ code: "usage" });
  }
});

test("what was spoilt is found, and put right while events go on", async () => {
  const [spoilt = ""] = await client.redis.keys("demo:product:*:stats:*");
  const [lost = ""] = await client.redis.keys("demo:visitor:*:recent");
  await client.redis.hincrby(spoilt, "total_views", 7);
  await client.redis.del(lost);
  await client.redis.set("demo:session:nobody", "x");
  const bucket = await spoilFactor();
  const expected = [spoilt, lost, "demo:session:nobody", bucket].sort();
  // The processor keeps what it read: only one that starts anew believes what lies there.
  const found = await run({ from: "log", namespace: SHADOW });
  expect(found.comparison?.told.map(({ key }) => key).sort()).toEqual(expected);
  const publishing = client.publish(second);
  const report = await run({ from: "archive" });
  expect(report.swapped).toBe(true);
  // By now the processor has learnt from what was spoilt, too.
  expect(report.factorsTold).toBeGreaterThan(0);
  expect(report.comparison?.differing).toBeGreaterThanOrEqual(expected.length);
  await appliedAndArchived(await publishing);
  expect((await run({ from: "log", namespace: SHADOW })).comparison?.told).toEqual([]);
  expect(await client.redis.exists("demo:session:nobody", spoilt, lost)).toBe(2);
});

/** Changes one item's factor in Redis; answers its hash. */
async function spoilFactor(): Promise<string> {
  for (let bucket = 0; bucket < FACTOR_BUCKETS; bucket++) {
    const key = keys.factorBucket("demo", bucket);
    const [itemId] = await client.redis.hkeys(key);
    if (itemId === undefined) continue;
    const record = decodeFactorRecord((await client.redis.hgetBuffer(key, itemId))!);
    record.output[0]! += 1;
    await client.redis.hset(key, itemId, Buffer.from(encodeFactorRecord(record)));
    return key;
  }
  throw new Error("there is no factor");
}

test("a log that was purged is not enough; the archive is", async () => {
  await client.manager.streams.purge(streams.events, { seq: 500 });
  await expect(run({ from: "log" })).rejects.toMatchObject({ code: "log_incomplete" });
  const report = await run({ from: "archive", namespace: SHADOW });
  expect(report.comparison).toMatchObject({ differing: 0, told: [] });
});

test("the command tells what was built, beside what is live", async () => {
  const lines: string[] = [];
  const command = async (args: Record<string, unknown>): Promise<boolean> => {
    lines.length = 0;
    const output = { write: (text: string) => void lines.push(text), stores: addresses };
    return runRebuild(rebuildSettings.parse({ replays: REPLAYS, ...args }), output);
  };
  const members = async () =>
    (await client.manager.streams.info(`KV_${MEMBER_BUCKET}`)).state.consumer_count;
  const before = await members();
  expect(await command({ from: "archive", namespace: SHADOW, compare: true })).toBe(true);
  expect(await members()).toBe(before);
  const text = lines.join("\n");
  expect(text).toMatch(/state\.total_views +(\d+) +\1 +1\.00×/);
  expect(text).toMatch(/demo\.learner\.recall@20 +\d/);
  expect(text).toMatch(/All \d+ keys are equal/);
  await command({ drop: true, namespace: SHADOW });
  expect(lines[0]).toMatch(/\d+ keys of shadow were removed/);
  expect(await client.redis.keys(`~${SHADOW}:*`)).toEqual([]);
  await command({ finish: true });
  expect(lines).toEqual(["There is nothing to be ended."]);
  for (const args of [
    {},
    { from: "memory" },
    { from: "log", until: "2026-01-01" },
    { drop: true },
  ]) {
    expect(rebuildSettings.safeParse(args).success).toBe(false);
  }
});

test("a swap that broke off keeps processors out until it is ended", async () => {
  const before = await contents();
  const parts = { stores, holder: "the rebuild", log };
  const build = await Build.open({ ...parts, namespace: "broken", from: "archive", replays: 2 });
  await build.comeNear();
  const hold = await PartitionHold.take(stores.leases, "the rebuild");
  const { tokens } = hold;
  await PartitionFence.claim({ redis: stores.redis, tokens });
  let pages = 0;
  const beforeRename = async () => {
    if (pages++ > 0) throw new Error("the power is gone");
  };
  const swapping = swapIn({ redis: stores.redis, tokens, beforeRename }, "broken");
  await expect(swapping).rejects.toThrow("power");
  await hold.release();
  build.close();
  expect(await client.redis.hget(keys.partition(3), "token")).toBe(CLOSED_TOKEN);
  await expect(run({ from: "archive" })).rejects.toMatchObject({ code: "swap_unfinished" });
  expect(await finishBrokenSwap(parts)).toBe(true);
  expect(await finishBrokenSwap(parts)).toBe(false);
  expect(await contents()).toEqual(before);
  await appliedAndArchived(await client.publish(third));
  expect(await client.redis.hget(keys.partition(3), "token")).not.toBe(CLOSED_TOKEN);
});

test("who was erased comes back with no rebuild, not even with one that was at work", async () => {
  const visitorId = "visitor-7";
  const parts = { stores, holder: "the rebuild", log };
  const build = await Build.open({ ...parts, namespace: "early", from: "archive", replays: 2 });
  await build.comeNear();
  expect(await client.redis.keys(`*${visitorId}:*`)).not.toEqual([]);
  const counted = await counters();
  await erase(visitorId);
  // What it had built is gone, and it can build no more.
  expect(await client.redis.keys(`*${visitorId}:*`)).toEqual([]);
  expect(await client.redis.keys("~early:*")).toEqual([]);
  await appliedAndArchived(await client.publish([one({ visitorId: "ben", itemId: "item-1" })]));
  await expect(build.comeNear()).rejects.toMatchObject({ code: "stale_token" });
  build.close();
  const before = await counters();
  expect(before.length).toBeGreaterThanOrEqual(counted.length);
  const report = await run({ from: "archive" });
  expect(report.swapped).toBe(true);
  expect(await counters()).toEqual(before);
  const left = [...(await contents())].filter(([key, value]) =>
    new RegExp(`\\b(${visitorId}|session-${visitorId})\\b`).test(`${key} ${value}`),
  );
  expect(left).toEqual([]);
});

test("what would have expired is not built, what it counted is", async () => {
  const receivedAt = Date.now() - 40 * 24 * 3_600_000;
  const old = one({ visitorId: "long-gone", itemId: "old-item", receivedAt });
  await appliedAndArchived(await client.publish([old]));
  const report = await run({ from: "archive", namespace: SHADOW, compare: false });
  expect(report.expired).toBeGreaterThan(2);
  const built = await contents(namespacePrefix(SHADOW));
  const about = [...built.keys()].filter((key) => /long-gone|:old-item:/.test(key));
  expect(about).toEqual([keys.productStats("demo", "old-item", partitionOf("long-gone"))]);
  expect(await client.redis.ttl(`~${SHADOW}:${keys.recent("demo", "ben")}`)).toBeLessThanOrEqual(
    ttlSeconds.visitor,
  );
});

/** A view of a hub that numbers by itself. */
function one(facts: { visitorId: string; itemId: string; receivedAt?: number }) {
  const event = new EventMaker().make({ type: "view", ...facts });
  const at = facts.receivedAt ?? Date.now();
  const id = eventId(900_000 + Number(at % 100_000));
  const hub = { ...event.hub, epoch: `of ${facts.visitorId}` };
  return { ...event, id, hub, occurredAt: at, receivedAt: at };
}

/** Counters of products, over all partitions: what survives an erasure. */
async function counters(): Promise<[string, string][]> {
  return [...(await contents())].filter(([name]) => /:(product|trending|together):/.test(name));
}

async function erase(visitorId: string): Promise<void> {
  const id = eventId(700_001);
  await owner(async (sql) => {
    await sql`insert into deletions (id, shop_id, subject_hash, subject, created_at)
      values (${id}, 'demo', 'hash', ${sql.json({ visitorIds: [visitorId] })},
        now() - interval '2 seconds')`;
  });
  await until(() =>
    owner(async (sql) => {
      const [row] = await sql`select finished_at from deletions where id = ${id}`;
      return row?.finished_at !== null;
    }),
  );
}
