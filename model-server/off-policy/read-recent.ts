import { DeliverPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { type ServedMessage, servedOfThisBuild } from "@slipstream/contracts/served";
import { streams, subjects } from "@slipstream/contracts/subjects";

/** Messages that arrive together: requests are answered between them. */
const AT_ONCE = 32;
/** A server that has sent nothing for so long has nothing more. */
const PATIENCE_MS = 2_000;

/** What a shop was served within the last `window` messages of all shops, the oldest first. Throws the signal's reason. */
export async function* readRecent(
  connection: NatsConnection,
  { shop, window, signal }: { shop: string; window: number; signal?: AbortSignal | undefined },
): AsyncGenerator<ServedMessage> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const subject = subjects.served(shop);
  const last = await manager.direct.getMessage(streams.served, { last_by_subj: subject });
  if (last === null) return;
  const consumer = await jetstream(connection).consumers.get(streams.served, {
    filter_subjects: subject,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: Math.max(1, last.seq - window + 1),
  });
  try {
    for (;;) {
      let seen = 0;
      const messages = await consumer.fetch({ max_messages: AT_ONCE, expires: PATIENCE_MS });
      for await (const message of messages) {
        signal?.throwIfAborted();
        const served = servedOfThisBuild(message.data);
        if (served) yield served;
        seen = message.seq;
        if (seen >= last.seq) return;
      }
      if (seen === 0) return;
    }
  } finally {
    await consumer.delete().catch(() => {});
  }
}
