import { BinaryWriter } from "@slipstream/contracts/binary";
import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import {
  decodeUserItem,
  encodeUserItem,
  type UserItemState,
} from "@slipstream/contracts/user-item";
import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Learners } from "../learning/learners.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { forgetVisitors } from "../turns/forget.ts";
import { gatherItems } from "./gather-items.ts";
import { FenceError, PartitionFence } from "./partition-fence.ts";
import { StateReader } from "./state-reader.ts";

const services = await startTestServices({ redis: true });
const redis = new Redis(services.redis.urls.url);
afterAll(() => redis.disconnect());
beforeEach(() => redis.flushall());

const SHOPS = ["demo", "demo-2"];
const VISITORS = 120;
const ITEMS = 12;
const HOUR_MS = 3_600_000;
const visitors = Array.from({ length: VISITORS }, (_, at) => `visitor-${at}`);
const [ours, theirs] = [[...Array(8).keys()], [...Array(8).keys()].map((each) => each + 8)];

/** What a visitor did with an item; some have bought it. */
function did(visitor: number, item: number): UserItemState {
  const counts = { views: visitor, clicks: item, addToCart: 300, purchases: item % 2 };
  const order = item % 2 === 0 ? {} : { lastOrderId: `order-${visitor}-${item}` };
  return { ...counts, lastInteractionAt: 1_760_000_000_000 + visitor, ...order };
}

/** As the version before wrote it. */
function old(state: UserItemState): Buffer {
  const writer = new BinaryWriter().header("SLUI", 1).u32(state.views).u32(state.clicks);
  writer.u32(state.addToCart).u32(state.purchases).f64(state.lastInteractionAt);
  return Buffer.from(writer.text(state.lastOrderId ?? "").finish());
}

async function writeOld(): Promise<void> {
  for (const shop of SHOPS) {
    for (const [at, visitor] of visitors.entries()) {
      const pipeline = redis.pipeline();
      for (let item = 0; item < ITEMS; item++) {
        const key = `${shop}:user:${visitor}:item:item.${item}`;
        pipeline.set(key, old(did(at, item)), "PX", (1 + item) * HOUR_MS);
      }
      await pipeline.set(keys.userFactor(shop, visitor), "taste").exec();
    }
  }
}

const tokens = (partitions: readonly number[], token: number) =>
  new Map(partitions.map((partition) => [partition, token]));
const leftOf = async (partitions: readonly number[]) =>
  (await redis.keys("*:item:*")).filter((key) =>
    partitions.includes(partitionOf(key.split(":")[2] ?? "")),
  ).length;

async function expectGathered(partitions: readonly number[]): Promise<void> {
  for (const shop of SHOPS) {
    for (const [at, visitor] of visitors.entries()) {
      if (!partitions.includes(partitionOf(visitor))) continue;
      const hash = await redis.hgetallBuffer(keys.userItems(shop, visitor));
      const found = Object.entries(hash).map(([item, bytes]) => [item, decodeUserItem(bytes)]);
      const expected = Array.from({ length: ITEMS }, (_, item) => [`item.${item}`, did(at, item)]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      const left = await redis.pttl(keys.userItems(shop, visitor));
      expect(Math.abs(left - ITEMS * HOUR_MS)).toBeLessThan(HOUR_MS / 2);
      expect(await redis.object("ENCODING", keys.userItems(shop, visitor))).toBe("listpack");
    }
  }
}

test("what an older version kept is moved once, by whoever holds its partition", async () => {
  await writeOld();
  const fence = await PartitionFence.claim({ redis, tokens: tokens(ours, 7) });
  const [here, there] = [await leftOf(ours), await leftOf(theirs)];
  expect(await gatherItems({ redis, fence, partitions: ours })).toBe(here);
  expect([await leftOf(ours), await leftOf(theirs)]).toEqual([0, there]);
  await expectGathered(ours);
  // What comes to lie there later is no older version's.
  await redis.set(`demo:user:${visitors[0]}:item:stray`, "x");
  await redis.set(`demo:user:${visitors[1]}:item:stray`, "x");
  expect(await gatherItems({ redis, fence, partitions: ours })).toBe(0);
  await redis.del(...visitors.map((each) => `demo:user:${each}:item:stray`));
  await fence.add(tokens(theirs, 8));
  expect(await gatherItems({ redis, fence, partitions: [...ours, ...theirs] })).toBe(there);
  expect(await redis.keys("*:item:*")).toEqual([]);
  await expectGathered([...ours, ...theirs]);
  expect(await redis.keys("*:factor")).toHaveLength(SHOPS.length * VISITORS);
});

test("it may break off, be taken over, and is refused to whoever was replaced", async () => {
  await writeOld();
  const fence = await PartitionFence.claim({ redis, tokens: tokens([...ours, ...theirs], 7) });
  let commits = 0;
  const breaking: Pick<PartitionFence, "commit"> = {
    commit: async (turn) => {
      if (commits++ > 0) throw new Error("the power is gone");
      await fence.commit(turn);
    },
  };
  const all = [...ours, ...theirs];
  await expect(gatherItems({ redis, fence: breaking, partitions: all })).rejects.toThrow("power");
  const left = await leftOf(all);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(SHOPS.length * VISITORS * ITEMS);
  const next = await PartitionFence.claim({ redis, tokens: tokens(all, 8) });
  await expect(gatherItems({ redis, fence, partitions: all })).rejects.toThrow(FenceError);
  expect(await leftOf(all)).toBe(left);
  expect(await gatherItems({ redis, fence: next, partitions: all })).toBe(left);
  await expectGathered(all);
});

test("what nobody can read stops nothing, and no hash stays for ever", async () => {
  const [visitor] = visitors;
  const [broken, other, endless] = ["broken", "list", "endless"].map(
    (item) => `demo:user:${visitor}:item:${item}`,
  );
  await redis.set(broken!, "x");
  await redis.lpush(other!, "x");
  await redis.set(endless!, old(did(1, 2)));
  const all = [...ours, ...theirs];
  const fence = await PartitionFence.claim({ redis, tokens: tokens(all, 7) });
  expect(await gatherItems({ redis, fence, partitions: all })).toBe(1);
  const place = keys.userItems("demo", visitor!);
  expect(await redis.hkeys(place)).toEqual(["endless"]);
  expect(await redis.pttl(place)).toBeGreaterThan(0);
});

test("whom a list from before the gathering names is forgotten all the same", async () => {
  await writeOld();
  const [visitor] = visitors;
  const redisKeys = await redis.keys(`demo:user:${visitor}:*`);
  const all = [...ours, ...theirs];
  const fence = await PartitionFence.claim({ redis, tokens: tokens(all, 7) });
  await gatherItems({ redis, fence, partitions: all });
  const state = new ProcessorState();
  const reader = new StateReader({ redis, state });
  const learners = new Learners({ reader, database: undefined, log: pino({ level: "silent" }) });
  const parts = { state, learners, fence, partitions: new Set(all) };
  await forgetVisitors(parts, { shop: "demo", visitorIds: [visitor!], redisKeys });
  expect(await redis.keys(`demo:user:${visitor}:*`)).toEqual([]);
  expect(await redis.exists(keys.userItems("demo", visitors[1]!))).toBe(1);
});

test("a reader says that turns brought too much, until it lets go of it", () => {
  const state = new ProcessorState();
  const reader = new StateReader({ redis, state });
  for (const table of [state.userItems, state.sessions]) {
    for (let n = 0; n < 200_000; n++) table.load(`key ${n}`, undefined);
    expect(reader.isOverfull).toBe(false);
    table.load("one more", undefined);
    expect(reader.isOverfull).toBe(true);
    reader.prune();
    expect(reader.isOverfull).toBe(false);
    expect(table.has("one more")).toBe(true);
  }
});

test("an item takes at most the 64 bytes that keep a hash small", () => {
  const many = 1_000_000;
  const counts = { views: many, clicks: many, addToCart: many, purchases: many };
  const lastOrderId = "0199f0c4-7d2e-7abc-8000-000000000000";
  const bytes = encodeUserItem({ ...counts, lastInteractionAt: 4e12, lastOrderId });
  expect(bytes.length).toBeLessThanOrEqual(64);
});
