import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { consumers, streams, subjects } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { afterAll, expect, test } from "vitest";
import { partitionOfSubject } from "./decode.ts";
import { EventFeed, FeedGap } from "./event-feed.ts";
import { declareStreams } from "./streams.ts";

const { nats } = await startTestServices({ nats: true });
const connection = await connect({ servers: nats.urls.url });
await declareStreams(connection, { replicas: 1 });
const manager = await jetstreamManager(connection);
const client = jetstream(connection);
afterAll(() => connection.close());

const EVENTS = 60;
const PARTITION = 3;
const TOKEN = 1;

const tokensOf = (watermarks: ReadonlyMap<number, number>, token = TOKEN) =>
  new Map([...watermarks.keys()].map((partition) => [partition, token]));

/** Pulls from the feed's own consumer and never tells it: deliveries that get lost. */
async function loseDeliveries(count: number): Promise<number[]> {
  const consumer = await client.consumers.get(
    streams.events,
    consumers.processor(PARTITION, TOKEN),
  );
  const lost: number[] = [];
  for await (const message of await consumer.fetch({ max_messages: count, expires: 1_000 })) {
    lost.push(message.seq);
  }
  return lost;
}

test("deliveries that get lost are fetched from the stream, and every event comes once, in order", async () => {
  const watermarks = new Map(Array.from({ length: PARTITIONS }, (_, partition) => [partition, 0]));
  const feed = await EventFeed.open({ manager, client, watermarks, tokens: tokensOf(watermarks) });
  const losing = loseDeliveries(EVENTS);
  for (let count = 0; count < EVENTS; count++) {
    await client.publish(subjects.event("demo", PARTITION, "view"), `${count}`);
  }
  const taken: number[] = [];
  while (taken.length < EVENTS) {
    const messages = await feed.take(10);
    feed.acknowledge(messages);
    taken.push(...messages.map(({ seq }) => seq));
  }
  const lost = await losing;
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(EVENTS);
  expect(taken).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
  await feed.close();
});

test("a partition of which nothing is delivered any more ends the feed, whatever others bring", async () => {
  const { state } = await manager.streams.info(streams.events);
  const watermarks = new Map(
    Array.from({ length: PARTITIONS }, (_, partition) => [partition, state.last_seq]),
  );
  const feed = await EventFeed.open({ manager, client, watermarks, tokens: tokensOf(watermarks) });
  await manager.consumers.delete(streams.events, consumers.processor(PARTITION, TOKEN));
  for (let count = 0; count < 110; count++) {
    await client.publish(subjects.event("demo", PARTITION, "view"), "lost");
    await client.publish(subjects.event("demo", PARTITION + 1, "view"), "delivered");
  }
  let taken = 0;
  const all = async () => {
    for (; taken < 220; ) taken += (await feed.take(10)).length;
  };
  await expect(all()).rejects.toThrow(FeedGap);
  expect(taken).toBeGreaterThan(100);
  await feed.close();
});

test("who holds a part waits for nobody else's events, and has lost ones delivered again, in order", async () => {
  const { last_seq: before } = (await manager.streams.info(streams.events)).state;
  const held = [PARTITION, PARTITION + 1];
  const watermarks = new Map(held.map((partition) => [partition, before]));
  const feed = await EventFeed.open({ manager, client, watermarks, tokens: tokensOf(watermarks) });
  // Ends when its consumer is made anew.
  const losing = loseDeliveries(EVENTS).catch(() => []);
  const published = new Map<number, number[]>(held.map((partition) => [partition, []]));
  for (let count = 0; count < EVENTS; count++) {
    for (const partition of [...held, PARTITION + 5]) {
      const subject = subjects.event("demo", partition, "view");
      const { seq } = await client.publish(subject, `${count}`);
      published.get(partition)?.push(seq);
    }
  }
  const taken = new Map<number, number[]>(held.map((partition) => [partition, []]));
  for (let count = 0; count < 2 * EVENTS; ) {
    const messages = await feed.take(10);
    feed.acknowledge(messages);
    count += messages.length;
    for (const { seq, subject } of messages)
      taken.get(partitionOfSubject(subject) ?? -1)?.push(seq);
  }
  await losing;
  expect(taken).toEqual(published);
  await feed.close();
});

test("a holder that was paused disturbs its successor in nothing, whatever it makes anew", async () => {
  const { last_seq: before } = (await manager.streams.info(streams.events)).state;
  const watermarks = new Map([[PARTITION, before]]);
  const open = (token: number) =>
    EventFeed.open({ manager, client, watermarks, tokens: tokensOf(watermarks, token) });
  const paused = await open(TOKEN);
  const successor = await open(TOKEN + 1);
  const published: number[] = [];
  const publish = async () => {
    const { seq } = await client.publish(subjects.event("demo", PARTITION, "view"), "seen");
    published.push(seq);
  };
  for (let count = 0; count < EVENTS; count++) await publish();
  // It finds its consumer gone, and opens it again at the end of what it has.
  const again = await open(TOKEN);
  for (let count = 0; count < EVENTS; count++) await publish();
  const taken: number[] = [];
  while (taken.length < published.length) {
    const messages = await successor.take(10);
    successor.acknowledge(messages);
    taken.push(...messages.map(({ seq }) => seq));
  }
  expect(taken).toEqual(published);
  const names: string[] = [];
  for await (const { name } of manager.consumers.list(streams.events)) names.push(name);
  expect(names).toContain(consumers.processor(PARTITION, TOKEN + 1));
  await Promise.all([paused, successor, again].map((feed) => feed.close()));
});
