import { mergeComponents } from "@slipstream/algorithms/components/merge";
import {
  decodeFactorRecord,
  encodeFactors,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { keys } from "@slipstream/contracts/keys";
import { FACTOR_DIMENSIONS, PARTITIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import { subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { inShop } from "../archive/in-shop.ts";
import { ProcessorState } from "../processor/processor-state.ts";
import { TurnWrites } from "../processor/turn-writes.ts";
import { LearnFenceError, LearnPublisher, learnMessages } from "../publish/learn-publisher.ts";
import { StateReader } from "../redis/state-reader.ts";
import { turnCommands } from "../redis/turn-commands.ts";
import { LogClient, until } from "../testing/log-client.ts";
import { readCheckpoint } from "./checkpoint-store.ts";
import { Checkpointer } from "./checkpointer.ts";
import { Learners } from "./learners.ts";

const services = await startTestServices({ redis: true, nats: true, postgres: true });
const urls = { natsUrl: services.nats.urls.url, redisUrl: services.redis.urls.url };
const log = await LogClient.open(urls);
const silent = pino({ level: "silent" });
const database = new Database(services.postgres.appUrl);
const items = Array.from({ length: 30 }, (_, number) => `item-${number}`);
const all = [...Array(PARTITIONS).keys()];
const visitors = Array.from({ length: 64 }, (_, number) => `visitor-${number}`);
const open: Learners[] = [];
let sequence = 0;
afterAll(async () => {
  for (const learners of open) learners.close();
  await log.close();
});

/** What of a processor learns, and writes and tells what was learnt. */
class LearningProcessor {
  readonly partitions: Set<number>;
  readonly learners: Learners;
  readonly checkpointer = new Checkpointer({ database, log: silent });
  readonly #publisher = new LearnPublisher({ client: log.client, manager: log.manager });

  private constructor(partitions: readonly number[]) {
    this.partitions = new Set(partitions);
    const reader = new StateReader({ redis: log.redis, state: new ProcessorState() });
    const home = Math.min(...partitions);
    const { client } = log;
    const parts = { reader, database, client, log: silent, home, partitions: this.partitions };
    this.learners = new Learners(parts);
    open.push(this.learners);
  }

  static async open(partitions: readonly number[]): Promise<LearningProcessor> {
    const processor = new LearningProcessor(partitions);
    await processor.#publisher.add(processor.partitions);
    return processor;
  }

  async take(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.partitions.add(partition);
    await this.#publisher.add(new Set(partitions));
  }

  /** A few events of visitors of its partitions. */
  async turn(events = 20): Promise<void> {
    const { learners } = this;
    const ours = visitors.filter((visitorId) => this.partitions.has(partitionOf(visitorId)));
    await learners.ensure(new Map([["demo", new Set(ours)]]));
    this.begin();
    for (let event = 0; event < events; event++) {
      sequence++;
      const [itemId, before] = [items[(sequence * 7) % 30]!, items[(sequence * 11) % 30]!];
      const visitorId = ours[sequence % ours.length]!;
      const who = { visitorId, itemId, history: [before], occurredAt: 1e12 + sequence };
      learners.of("demo").learn({ ...who, sequence, line: 0, weight: 1 });
    }
    const writes = learners.all().map((learner) => learner.takeWrites());
    const factors = writes.map(({ shop, home, spaceId, records, absorbed }) => {
      return { shop, partition: home, spaceId, records, absorbed };
    });
    const tokens = new Map([[learners.home, 1]]);
    const messages = learnMessages({ steps: [], factors, lastSequence: sequence, tokens });
    await this.#publisher.publish(messages);
    const turn = { state: new ProcessorState(), writes: new TurnWrites(), learners: writes };
    for (const [name, ...args] of turnCommands(turn).commands) {
      await log.redis.call(name!.toString(), ...args.map((arg) => Buffer.from(arg)));
    }
    for (const { shop, records, absorbed } of writes) {
      this.checkpointer.note(
        { shop, home: learners.home },
        records.map(({ itemId }) => itemId),
        absorbed,
      );
    }
  }

  begin(): void {
    this.learners.begin({ replays: 1, events: 0, isFrozen: () => false });
  }

  /** What it learns on. */
  inputs(): (Float32Array | undefined)[] {
    return items.map((itemId) => this.learners.of("demo").inputOf(itemId)?.slice());
  }
}

/** What Redis has of an item, by home. */
async function stored(itemId: string): Promise<Map<number, FactorRecord>> {
  const components = new Map<number, FactorRecord>();
  for (const home of all) {
    const bytes = await log.redis.hgetBuffer(keys.factors("demo", itemId, home), itemId);
    if (bytes !== null) components.set(home, decodeFactorRecord(bytes));
  }
  return components;
}

async function storedInputs(): Promise<Float32Array[]> {
  const components = await Promise.all(items.map(stored));
  return components.map((each) => mergeComponents([...each.values()]).input);
}

async function homesOf(shop: string, kind: "embeddings" | "checkpoints"): Promise<string[]> {
  return database.use(async (sql) => {
    const rows = await inShop(sql, shop, async (transaction) => {
      return transaction`select distinct kind from ${transaction(kind)} order by kind`;
    });
    return rows.map((row) => String(row.kind));
  });
}

test("two processors learn one model; one alone goes on with what both have learnt", async () => {
  const first = await LearningProcessor.open(all.slice(0, 8));
  const second = await LearningProcessor.open(all.slice(8));
  for (let turn = 0; turn < 6; turn++) {
    await first.turn();
    await second.turn();
  }
  const areAlike = async () => {
    first.begin();
    second.begin();
    return String(first.inputs()) === String(second.inputs());
  };
  await until(areAlike);
  expect(first.inputs()).toEqual(await storedInputs());
  expect([...(await stored("item-7")).keys()]).toEqual([0, 8]);
  await first.checkpointer.finish(first.learners.all(), sequence);
  await second.checkpointer.finish(second.learners.all(), sequence);
  expect(await homesOf("demo", "embeddings")).toEqual(["factor", "factor.8"]);

  // The second is gone: its partitions come to the first, its components with them.
  second.learners.close();
  const left = await log.redis.lrange(keys.reservoir("demo", 8), 0, -1);
  expect(left.length).toBeGreaterThan(0);
  await first.take(all.slice(8));
  await first.turn(1);
  expect(await log.redis.exists(keys.reservoir("demo", 8))).toBe(0);
  expect(await log.redis.lrange(keys.reservoir("demo"), 0, -1)).toEqual(
    expect.arrayContaining(left),
  );
  for (let turn = 0; turn < 12; turn++) await first.turn();
  expect(first.inputs()).toEqual(await storedInputs());
  for (const itemId of items) expect([...(await stored(itemId)).keys()]).toEqual([0]);
  await first.checkpointer.finish(first.learners.all(), sequence);
  expect(await homesOf("demo", "embeddings")).toEqual(["factor"]);

  // Whoever starts now has the same; a checkpoint of a home that was taken in does not come back.
  const next = await LearningProcessor.open(all);
  await next.turn(0);
  expect(next.inputs()).toEqual(first.inputs());
  const third = await LearningProcessor.open(all.slice(8));
  await third.turn(0);
  // It hears what was told lately once more, from before the second's components were taken in.
  await until(async () => {
    third.begin();
    return String(third.inputs()) === String(first.inputs());
  });
  expect(third.learners.of("demo").recordOf("item-7")).toBeUndefined();
});

test("when Redis is lost, each home comes back from its checkpoint", async () => {
  const [first, second] = [await LearningProcessor.open([0]), await LearningProcessor.open([15])];
  await second.turn();
  await first.turn();
  await second.checkpointer.finish(second.learners.all(), sequence);
  await first.checkpointer.finish(first.learners.all(), sequence);
  const inputs = await storedInputs();
  await log.redis.flushall();
  const again = [await LearningProcessor.open([0]), await LearningProcessor.open([15])];
  for (const processor of again) await processor.turn(0);
  expect(await storedInputs()).toEqual(inputs);
  const kept = await database.use((sql) =>
    readCheckpoint(sql, { shop: "demo", home: 15, spaceId: 1 }),
  );
  expect(kept?.eventSequence).toBe(sequence);
});

test("who holds the partitions publishes over a late turn of the holder before, who then is found out", async () => {
  const [held, late] = [0, 1].map(
    () => new LearnPublisher({ client: log.client, manager: log.manager }),
  );
  const nothing = { spaceId: 0, dimensions: FACTOR_DIMENSIONS, eventSequence: 1, records: [] };
  const payload = encodeFactors({ ...nothing, absorbed: [] });
  const message = (id: string) => {
    return { subject: subjects.factors("over", 0), id, payload, batch: "over/0" };
  };
  for (const publisher of [held!, late!]) await publisher.add(new Set([0]));
  await late!.publish([message("late")]);
  await expect(held!.publish([message("held")])).rejects.toThrow(LearnFenceError);
  await held!.publishOver(message("held"));
  await held!.publish([message("held-2")]);
  await expect(late!.publish([message("late-2")])).rejects.toThrow(LearnFenceError);
});
