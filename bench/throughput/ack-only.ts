import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { streams, subjects } from "@slipstream/contracts/subjects";

const MAX_ACK_PENDING = 8192;

/** Events a second that pull consumers of all partitions get through when they only acknowledge. */
export async function ackOnlyPerSecond(
  connection: NatsConnection,
  expected: number,
): Promise<number> {
  const manager = await jetstreamManager(connection);
  const client = jetstream(connection);
  let acknowledged = 0;
  const names = Array.from({ length: PARTITIONS }, (_, partition) => `ack-only-${partition}`);
  for (const [partition, name] of names.entries()) {
    await manager.consumers.add(streams.events, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      filter_subject: subjects.eventsOfPartition(partition),
      max_ack_pending: MAX_ACK_PENDING,
    });
  }
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const read = async (name: string) => {
      const consumer = await client.consumers.get(streams.events, name);
      for await (const message of await consumer.consume()) {
        message.ack();
        if (++acknowledged === expected) resolve();
      }
    };
    for (const name of names) read(name).catch(reject);
  });
  await connection.flush();
  const seconds = (performance.now() - startedAt) / 1000;
  for (const name of names) await manager.consumers.delete(streams.events, name);
  return expected / seconds;
}
