import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import type { ServerEvent } from "@slipstream/contracts/events";
import { storedEvents } from "./stored-events.ts";

/** Publishes whose acknowledgement is still awaited. */
const MAX_IN_FLIGHT = 1000;

/** Puts events onto EVENTS as the hubs would, numbered per shard, and waits until all are stored. */
export async function preloadEvents(options: {
  connection: NatsConnection;
  shop: string;
  events: Iterable<ServerEvent>;
}): Promise<void> {
  const client = jetstream(options.connection);
  let inFlight: Promise<unknown>[] = [];
  for (const { subject, id, payload } of storedEvents(options.shop, options.events)) {
    inFlight.push(client.publish(subject, payload, { msgID: id }));
    if (inFlight.length >= MAX_IN_FLIGHT) {
      await Promise.all(inFlight);
      inFlight = [];
    }
  }
  await Promise.all(inFlight);
}
