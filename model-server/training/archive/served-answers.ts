import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { type ServedMessage, servedOfThisBuild } from "@slipstream/contracts/served";
import { streams, subjects } from "@slipstream/contracts/subjects";

const MAX_BUFFERED_MESSAGES = 200;

/** What SERVED still holds of a shop, oldest first; nothing where there is no such stream. */
export async function* readServed(
  connection: NatsConnection,
  shop: string,
): AsyncGenerator<ServedMessage> {
  const manager = await jetstreamManager(connection);
  const subject = subjects.served(shop);
  const last = await lastSequence(manager, subject);
  if (last === undefined) return;
  const consumer = await jetstream(connection).consumers.get(streams.served, {
    filter_subjects: subject,
  });
  const messages = await consumer.consume({ max_messages: MAX_BUFFERED_MESSAGES });
  try {
    for await (const message of messages) {
      const served = servedOfThisBuild(message.data);
      if (served) yield served;
      if (message.seq >= last) return;
    }
  } finally {
    await messages.close();
  }
}

async function lastSequence(
  manager: Awaited<ReturnType<typeof jetstreamManager>>,
  subject: string,
): Promise<number | undefined> {
  const names = await manager.streams.names().next();
  if (!names.includes(streams.served)) return undefined;
  const last = await manager.streams.getMessage(streams.served, { last_by_subj: subject });
  return last?.seq;
}
