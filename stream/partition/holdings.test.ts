import { setTimeout as sleep } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { MEMBER_BUCKET } from "@slipstream/contracts/members";
import { LEASE_BUCKET } from "@slipstream/contracts/subjects";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { expiringBucket } from "../consumer/streams.ts";
import { until } from "../testing/log-client.ts";
import { Holdings } from "./holdings.ts";
import { leaseKey } from "./leases.ts";

const TTL_MS = 900;
/** Comes first where all have as little. */
const KILLED = "a-killed";
const everyPartition = [...Array(PARTITIONS).keys()];

const { nats } = await startTestServices({ nats: true });
const connection = await connect({ servers: nats.urls.url });
afterAll(() => connection.close());
const bucket = (name: string, ttlMs: number) =>
  expiringBucket(connection, { name, ttlMs, replicas: 1 });

test("what one who was killed held is taken as a whole, though his entry outlives his leases", async () => {
  const leases = await bucket(LEASE_BUCKET, TTL_MS);
  const members = await bucket(MEMBER_BUCKET, 60 * TTL_MS);
  await members.put(KILLED, "{}");
  await Promise.all(everyPartition.map((each) => leases.create(leaseKey(each), KILLED)));
  await sleep(TTL_MS / 2);
  await Promise.all(everyPartition.slice(0, 2).map((each) => leases.put(leaseKey(each), KILLED)));
  const holdings = new Holdings({
    ...{ manager: await jetstreamManager(connection), leases, members, ttlMs: TTL_MS },
    ...{ id: "b-next", log: pino({ level: "silent" }) },
    describe: () => ({ host: "localhost", port: 0, startedAt: 0 }),
  });
  const settledWith: number[][] = [];
  const changed = () => {
    if (holdings.mine.length > 0 && holdings.isSettled) settledWith.push(holdings.mine);
  };
  await holdings.join({ changed, lost: (error) => expect.unreachable(error.message) });
  await until(async () => settledWith.length > 0);
  expect(settledWith[0]).toEqual(everyPartition);
  expect(holdings.isOneOfMany).toBe(false);
  await members.put(KILLED, "{}");
  await until(async () => holdings.due.size === PARTITIONS / 2);
  await holdings.leave();
});
