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
import { LEASE_BUCKET, streams, subjects } from "@slipstream/contracts/subjects";

const NANOS_PER_SECOND = 1_000_000_000;
const MIB = 1024 * 1024;

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
];

/** Declares the four streams; those that are there with other settings are brought to these. */
export async function declareStreams(
  connection: NatsConnection,
  options: { replicas: number },
): Promise<JetStreamManager> {
  const manager = await jetstreamManager(connection);
  const found = new Set<string>();
  for await (const name of manager.streams.names()) found.add(name);
  for (const config of declared) {
    const wanted = { ...config, num_replicas: options.replicas };
    if (found.has(config.name)) await manager.streams.update(config.name, wanted);
    else await manager.streams.add(wanted);
  }
  return manager;
}

/** The bucket of leases: a lease that is not renewed within `ttlMs` is gone. */
export function leaseBucket(
  connection: NatsConnection,
  options: { ttlMs: number; replicas: number },
): Promise<KV> {
  return new Kvm(connection).create(LEASE_BUCKET, {
    ttl: options.ttlMs,
    history: 1,
    replicas: options.replicas,
  });
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
