import { jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { decodeServed, type ServedMessage } from "@slipstream/contracts/served";
import { streams } from "@slipstream/contracts/subjects";

/**
 * One answer as it lies on SERVED, where it comes a moment behind the answer, in no order among
 * servers; undefined until it is there.
 */
export async function servedAnswer(
  connection: NatsConnection,
  requestId: string,
): Promise<ServedMessage | undefined> {
  const manager = await jetstreamManager(connection);
  const { state } = await manager.streams.info(streams.served);
  for (let seq = state.last_seq; seq >= Math.max(1, state.first_seq); seq--) {
    const message = await manager.streams.getMessage(streams.served, { seq });
    const served = message && decodeServed(message.data);
    if (served?.requestId === requestId) return served;
  }
  return undefined;
}
