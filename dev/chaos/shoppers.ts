import { type Random, randomFrom } from "@slipstream/algorithms/random";
import type { ServerEvent } from "@slipstream/contracts/events";
import { eventIdFrom } from "../traffic/event-id.ts";

/** Events of one visitor, about. */
const EVENTS_PER_VISITOR = 40;
const EVENTS_PER_SESSION = 12;
const MAX_LINES = 5;
/** One event in so many is sent as a browser does it. */
const BROWSER_SHARE = 0.2;
/** Of a visitor's items, the share that is taken from what this visitor is fond of. */
const FONDNESS = 0.6;
const FOND_ITEMS = 8;

/** Out of a hundred events of a server; some returns are of what was never bought. */
const serverTypes = {
  view: 48,
  click: 12,
  add_to_cart: 8,
  purchase: 9,
  return: 4,
  rating: 5,
  hide: 3,
  unhide: 2,
  remove_from_cart: 3,
  impression: 3,
  search: 2,
  checkout: 1,
} as const;
const browserTypes = {
  view: 55,
  click: 25,
  impression: 8,
  hide: 5,
  unhide: 4,
  search: 3,
} as const;

/** An event without its time, which is when it is sent. */
export type TimelessEvent = Omit<ServerEvent, "occurredAt">;

export interface ShopperOptions {
  seed: number;
  events: number;
  items: readonly string[];
  /** Visitors whose cookies the shop gave: their events go out as a browser's. */
  browsers: readonly string[];
}

interface Visitor {
  id: string;
  /** The first of the items that this one is fond of. */
  fondFrom: number;
  isBrowser: boolean;
  sent: number;
  /** The last lines bought: what may come back. */
  bought: { itemId: string; orderId: string }[];
}

/**
 * Made-up shoppers' events in the order in which they happen: the same for the same seed, items and
 * visitors. Each visitor is fond of a few items, so that there is something to learn.
 */
export function* shopperEvents(options: ShopperOptions): Generator<TimelessEvent> {
  const random = randomFrom([options.seed, 1]);
  const count = Math.max(16, Math.ceil(options.events / EVENTS_PER_VISITOR));
  const servers = Array.from({ length: count }, (_, index) =>
    visitorOf(`chaos-${options.seed}-${index}`, index, false),
  );
  const browsers = options.browsers.map((id, index) => visitorOf(id, index, true));
  for (let number = 0; number < options.events; number++) {
    const crowd = browsers.length > 0 && random.unit() < BROWSER_SHARE ? browsers : servers;
    const visitor = crowd[random.below(crowd.length)]!;
    visitor.sent++;
    const id = eventIdFrom("chaos", options.seed, number);
    yield { id, visitorId: visitor.id, ...factsOf(visitor, options.items, random) };
  }
}

function visitorOf(id: string, index: number, isBrowser: boolean): Visitor {
  return { id, fondFrom: index * FOND_ITEMS, isBrowser, sent: 0, bought: [] };
}

function factsOf(
  visitor: Visitor,
  items: readonly string[],
  random: Random,
): Omit<TimelessEvent, "id" | "visitorId"> {
  if (visitor.isBrowser) {
    const type = drawType(browserTypes, random);
    return type === "search"
      ? { type, query: "mug" }
      : { type, itemId: itemOf(visitor, items, random) };
  }
  const sessionId = `${visitor.id}-s${Math.floor(visitor.sent / EVENTS_PER_SESSION)}`;
  const type = drawType(serverTypes, random);
  const itemId = itemOf(visitor, items, random);
  switch (type) {
    case "search":
      return { type, sessionId, query: "mug" };
    case "checkout":
      return { type, sessionId, orderId: orderOf(visitor) };
    case "rating":
      return { type, sessionId, itemId, rating: 1 + random.below(5) };
    case "purchase":
      return { type, sessionId, ...purchase(visitor, items, random) };
    case "return":
      return { type, sessionId, ...(visitor.bought.pop() ?? { itemId }) };
    default:
      return { type, sessionId, itemId };
  }
}

function purchase(
  visitor: Visitor,
  items: readonly string[],
  random: Random,
): Pick<TimelessEvent, "orderId" | "lines"> {
  const orderId = orderOf(visitor);
  const lines = Array.from({ length: 1 + random.below(MAX_LINES) }, () => ({
    itemId: itemOf(visitor, items, random),
    quantity: 1 + random.below(3),
  }));
  for (const { itemId } of lines) visitor.bought.push({ itemId, orderId });
  visitor.bought = visitor.bought.slice(-2 * MAX_LINES);
  return { orderId, lines };
}

function orderOf(visitor: Visitor): string {
  return `${visitor.id}-o${visitor.sent}`;
}

function itemOf(visitor: Visitor, items: readonly string[], random: Random): string {
  if (random.unit() >= FONDNESS) return items[random.below(items.length)]!;
  return items[(visitor.fondFrom + random.below(FOND_ITEMS)) % items.length]!;
}

function drawType<Type extends string>(
  chances: Readonly<Record<Type, number>>,
  random: Random,
): Type {
  let left = random.below(100);
  for (const [type, chance] of Object.entries(chances) as [Type, number][]) {
    if (left < chance) return type;
    left -= chance;
  }
  return Object.keys(chances)[0] as Type;
}
