import { randomUUID } from "node:crypto";
import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import type { ServerEvent, ShopEvent } from "@slipstream/contracts/events";
import { encodeEvent } from "@slipstream/contracts/events";
import { HUB_SHARDS } from "@slipstream/contracts/limits";
import { partitionOf, shardOf } from "@slipstream/contracts/partition";
import { subjects } from "@slipstream/contracts/subjects";

/** Publishes whose acknowledgement is still awaited. */
const MAX_IN_FLIGHT = 1000;

/** Puts events onto EVENTS as the hubs would, numbered per shard. */
export async function preloadEvents(options: {
  connection: NatsConnection;
  shop: string;
  events: Iterable<ServerEvent>;
}): Promise<void> {
  const client = jetstream(options.connection);
  const epoch = randomUUID();
  const numbers = new Array<number>(HUB_SHARDS).fill(0);
  let inFlight: Promise<unknown>[] = [];
  for (const event of options.events) {
    const shard = shardOf(event.visitorId);
    const number = numbers[shard]! + 1;
    numbers[shard] = number;
    const { shop } = options;
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
    inFlight.push(client.publish(subject, encodeEvent(stored), { msgID: event.id }));
    if (inFlight.length >= MAX_IN_FLIGHT) {
      await Promise.all(inFlight);
      inFlight = [];
    }
  }
  await Promise.all(inFlight);
}
