import {
  type JetStreamClient,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
import { MEMBER_BUCKET } from "@slipstream/contracts/members";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { LEASE_BUCKET } from "@slipstream/contracts/subjects";
import { Redis } from "ioredis";
import type { Logger } from "pino";
import { Database } from "../archive/database.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/** Where the stores of an installation are. */
export interface StoreAddresses {
  databaseUrl: string;
  redisUrl: string;
  natsUrl: string;
}

/** Connections to all stores, for one rebuild. */
export interface RebuildStores {
  redisUrl: string;
  manager: JetStreamManager;
  client: JetStreamClient;
  leases: KV;
  /** Entries of the processors that live. */
  members: KV;
  redis: Redis;
  database: Database;
  close(): Promise<void>;
}

/** Connects; the streams and the leases must have been declared by a processor. */
export async function openStores(at: StoreAddresses, log: Logger): Promise<RebuildStores> {
  const connection = await connect({
    ...natsAddress(at.natsUrl),
    name: "rebuild",
    timeout: CONNECT_TIMEOUT_MS,
  });
  const redis = new Redis(at.redisUrl, { maxRetriesPerRequest: 1 });
  redis.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
  const database = new Database(at.databaseUrl);
  const close = async () => {
    redis.disconnect();
    await Promise.all([database.close(), connection.close()]);
  };
  try {
    const manager = await jetstreamManager(connection);
    const kvm = new Kvm(connection);
    const leases = await kvm.open(LEASE_BUCKET);
    const members = await kvm.open(MEMBER_BUCKET);
    const client = jetstream(connection);
    return { redisUrl: at.redisUrl, manager, client, leases, members, redis, database, close };
  } catch (error) {
    await close();
    throw error;
  }
}
