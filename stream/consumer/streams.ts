import {
  type ConsumerConfig,
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import type { KV } from "@nats-io/kv";
import { Kvm } from "@nats-io/kv";
import type { NatsConnection } from "@nats-io/nats-core";
import { streams, subjects } from "@slipstream/contracts/subjects";

const NANOS_PER_MS = 1_000_000;
const NANOS_PER_SECOND = 1_000 * NANOS_PER_MS;
const MIB = 1024 * 1024;
/** What the server is asked to do about streams and consumers takes no longer. */
const REQUEST_TIMEOUT_MS = 5_000;
/**
 * In a cluster with a server down, a new consumer's copies may have to elect a leader before it
 * answers: measured up to 12 s with 16 at once, NATS 2.9.
 */
const CLUSTER_TIMEOUT_MS = 25_000;
/** NATS remembers ids for two minutes, unless entries live shorter. */
const MAX_BUCKET_WINDOW_MS = 120_000;

type Declared = Partial<StreamConfig> & Pick<StreamConfig, "name">;

const common = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  // Reads by sequence without a consumer: how a hole in the log is told from a late message.
  allow_direct: true,
};

const declared: readonly Declared[] = [
  {
    ...common,
    name: streams.events,
    subjects: [subjects.allEvents],
    // A full stream refuses: hubs keep what it does not take. What is archived is purged.
    discard: DiscardPolicy.New,
    max_bytes: 1024 * MIB,
    duplicate_window: 120 * NANOS_PER_SECOND,
  },
  {
    ...common,
    name: streams.learn,
    subjects: [subjects.allLearning],
    discard: DiscardPolicy.Old,
    max_bytes: 1024 * MIB,
    max_age: 24 * 3600 * NANOS_PER_SECOND,
    duplicate_window: 120 * NANOS_PER_SECOND,
  },
  {
    ...common,
    name: streams.served,
    subjects: [subjects.allServed],
    discard: DiscardPolicy.Old,
    max_bytes: 256 * MIB,
    max_age: 7 * 24 * 3600 * NANOS_PER_SECOND,
  },
  {
    ...common,
    name: streams.dlq,
    subjects: [subjects.allDeadLetters],
    discard: DiscardPolicy.Old,
    max_bytes: 64 * MIB,
    duplicate_window: 120 * NANOS_PER_SECOND,
  },
  {
    ...common,
    name: streams.settled,
    subjects: [subjects.allSettled],
    discard: DiscardPolicy.Old,
    max_bytes: 16 * MIB,
    max_msgs_per_subject: 1,
  },
];

/**
 * Declares the streams; those that are there with other settings are brought to these.
 * `duplicateWindowMs` takes the place of how long message ids are remembered.
 */
export async function declareStreams(
  connection: NatsConnection,
  options: { replicas: number; duplicateWindowMs?: number },
): Promise<JetStreamManager> {
  const manager = await jetstreamManager(connection, {
    timeout: options.replicas > 1 ? CLUSTER_TIMEOUT_MS : REQUEST_TIMEOUT_MS,
  });
  const found = new Set<string>();
  for await (const name of manager.streams.names()) found.add(name);
  for (const config of declared) {
    const wanted = { ...config, num_replicas: options.replicas };
    if (config.duplicate_window !== undefined && options.duplicateWindowMs !== undefined) {
      wanted.duplicate_window = options.duplicateWindowMs * NANOS_PER_MS;
    }
    if (found.has(config.name)) await manager.streams.update(config.name, wanted);
    else await manager.streams.add(wanted);
  }
  return manager;
}

/** A bucket whose entries are gone when they are not renewed within `ttlMs`. */
export async function expiringBucket(
  connection: NatsConnection,
  options: { name: string; ttlMs: number; replicas: number },
): Promise<KV> {
  const { name, ttlMs, replicas } = options;
  const kv = await new Kvm(connection).create(name, { ttl: ttlMs, history: 1, replicas });
  // One that is there keeps the life that its entries had.
  if ((await kv.status()).ttl !== ttlMs) {
    const manager = await jetstreamManager(connection);
    const duplicate_window = Math.min(ttlMs, MAX_BUCKET_WINDOW_MS) * NANOS_PER_MS;
    await manager.streams.update(`KV_${name}`, { max_age: ttlMs * NANOS_PER_MS, duplicate_window });
  }
  return kv;
}

/**
 * Makes a durable consumer that delivers from a sequence on. One that is there is made anew, since
 * where a consumer starts cannot be changed, and its ack floor may lie above what was applied.
 */
export async function recreateConsumer(
  manager: JetStreamManager,
  config: Partial<ConsumerConfig> & { durable_name: string },
): Promise<void> {
  await manager.consumers.delete(streams.events, config.durable_name).catch(() => false);
  await manager.consumers.add(streams.events, config);
}
