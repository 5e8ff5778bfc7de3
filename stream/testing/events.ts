import { randomFrom } from "@slipstream/algorithms/random";
import type { EventType } from "@slipstream/contracts/event-types";
import { encodeEvent, type ShopEvent } from "@slipstream/contracts/events";
import { partitionOf, shardOf } from "@slipstream/contracts/partition";
import { subjects } from "@slipstream/contracts/subjects";
import type { LoggedEvent } from "../processor/logged-event.ts";

/** Event time that tests start at. */
export const START = Date.UTC(2026, 0, 1);

/** A UUIDv7-shaped id that tests can count. */
export function eventId(number: number): string {
  return `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** Makes events as the hubs do: numbered per shard, one after the other in time. */
export class EventMaker {
  readonly #shop: string;
  readonly #numbers = new Map<number, number>();
  #count = 0;

  constructor(shop = "demo") {
    this.#shop = shop;
  }

  make(facts: Partial<ShopEvent> & { type: EventType; visitorId: string }): ShopEvent {
    const shard = shardOf(facts.visitorId);
    const number = (this.#numbers.get(shard) ?? 0) + 1;
    this.#numbers.set(shard, number);
    const at = START + 1000 * this.#count++;
    return {
      v: 1,
      shop: this.#shop,
      id: eventId(this.#count),
      sessionId: `session-${facts.visitorId}`,
      occurredAt: at,
      receivedAt: at,
      consent: "server",
      hub: { shard, epoch: "epoch-1", number },
      ...facts,
    };
  }
}

/** An event at a place in the log. */
export function logged(event: ShopEvent, sequence: number): LoggedEvent {
  return { event, sequence, partition: partitionOf(event.visitorId) };
}

/** The message of an event, as a hub publishes it. */
export function messageOf(event: ShopEvent): { subject: string; payload: Uint8Array } {
  const { shop, visitorId, type } = event;
  return {
    subject: subjects.event(shop, partitionOf(visitorId), type),
    payload: encodeEvent(event),
  };
}

const mix: readonly EventType[] = [
  ...Array<EventType>(10).fill("view"),
  ...Array<EventType>(3).fill("click"),
  "add_to_cart",
  "add_to_cart",
  "purchase",
  "purchase",
  "purchase",
  "return",
  "rating",
  "hide",
  "unhide",
  "remove_from_cart",
  "impression",
  "search",
];

/** A seeded log of every kind of event, of visitors that come back. */
export function randomLog(options: {
  seed: number;
  events: number;
  visitors: number;
  items: number;
}): ShopEvent[] {
  const random = randomFrom([options.seed]);
  const maker = new EventMaker();
  return Array.from({ length: options.events }, () => {
    const visitor = random.below(options.visitors);
    const type = mix[random.below(mix.length)]!;
    const item = () => `item-${random.below(options.items)}`;
    const order = { orderId: `order-${visitor}-${random.below(3)}` };
    const isOrder = type === "purchase" || (type === "return" && random.below(2) === 0);
    const several = isOrder && random.below(3) === 0;
    return maker.make({
      type,
      visitorId: `visitor-${visitor}`,
      ...(several ? { lines: [{ itemId: item() }, { itemId: item() }] } : { itemId: item() }),
      ...(isOrder ? order : {}),
      ...(type === "rating" ? { rating: 1 + random.below(5) } : {}),
    });
  });
}
