import { randomUUID } from "node:crypto";
import type { ServerEvent, ShopEvent } from "@slipstream/contracts/events";
import { encodeEvent } from "@slipstream/contracts/events";
import { HUB_SHARDS } from "@slipstream/contracts/limits";
import { partitionOf, shardOf } from "@slipstream/contracts/partition";
import { subjects } from "@slipstream/contracts/subjects";

/** An event as it is published on EVENTS. */
export interface StoredEvent {
  subject: string;
  id: string;
  payload: Uint8Array;
}

/** Events as the hubs would publish them, numbered per shard. */
export function* storedEvents(
  shop: string,
  events: Iterable<ServerEvent>,
): IterableIterator<StoredEvent> {
  const epoch = randomUUID();
  const numbers = new Array<number>(HUB_SHARDS).fill(0);
  for (const event of events) {
    const shard = shardOf(event.visitorId);
    const number = numbers[shard]! + 1;
    numbers[shard] = number;
    const stored: ShopEvent = {
      ...event,
      v: 1,
      shop,
      sessionId: event.sessionId ?? event.visitorId,
      receivedAt: event.occurredAt,
      consent: "server",
      hub: { shard, epoch, number },
    };
    const subject = subjects.event(shop, partitionOf(event.visitorId), event.type);
    yield { subject, id: event.id, payload: encodeEvent(stored) };
  }
}
