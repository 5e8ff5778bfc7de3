import {
  AckPolicy,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from "@nats-io/jetstream";
import { streams } from "@slipstream/contracts/subjects";

const FETCH_MESSAGES = 500;
const FETCH_EXPIRES_MS = 2_000;
/** A consumer that a crash left behind goes after a minute. */
const UNUSED_NANOS = 60 * 1_000_000_000;

/** Every message of the DLQ that is there now, the oldest first. It is read whole: it is small. */
export async function* readDlq(parts: {
  manager: JetStreamManager;
  client: JetStreamClient;
}): AsyncIterableIterator<JsMsg> {
  const stream = streams.dlq;
  const { state } = await parts.manager.streams.info(stream);
  if (state.messages === 0) return;
  const { name } = await parts.manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.All,
    inactive_threshold: UNUSED_NANOS,
  });
  try {
    const consumer = await parts.client.consumers.get(stream, name);
    for (let left = state.messages; left > 0; ) {
      const before = left;
      const options = {
        max_messages: Math.min(left, FETCH_MESSAGES),
        expires: FETCH_EXPIRES_MS,
      };
      for await (const message of await consumer.fetch(options)) {
        yield message;
        left--;
      }
      if (left === before) return;
    }
  } finally {
    await parts.manager.consumers.delete(stream, name).catch(() => false);
  }
}
