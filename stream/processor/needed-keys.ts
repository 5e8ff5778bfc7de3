import { eventWeights } from "@slipstream/contracts/event-types";
import { keys } from "@slipstream/contracts/keys";
import { itemsOfEvent, type LoggedEvent } from "./logged-event.ts";
import type { ProcessorState } from "./processor-state.ts";
import { userItemName } from "./user-item-name.ts";

/** What has to be in memory before a turn's events can be applied. */
export interface NeededKeys {
  sessions: Set<string>;
  recents: Set<string>;
  /** By `userItemName`. */
  userItems: Set<string>;
  orders: Set<string>;
  /** Shop → visitors whose factors are learnt. */
  visitors: Map<string, Set<string>>;
}

/** The keys that a turn reads first. */
export function neededKeys(events: readonly LoggedEvent[]): NeededKeys {
  const needed: NeededKeys = {
    sessions: new Set(),
    recents: new Set(),
    userItems: new Set(),
    orders: new Set(),
    visitors: new Map(),
  };
  for (const { event } of events) {
    if (eventWeights[event.type] === 0) continue;
    const { shop, visitorId } = event;
    needed.sessions.add(keys.session(shop, event.sessionId));
    needed.recents.add(keys.recent(shop, visitorId));
    for (const { itemId } of itemsOfEvent(event)) {
      needed.userItems.add(userItemName({ shop, visitorId, itemId }));
    }
    if (event.orderId !== undefined) needed.orders.add(keys.order(shop, event.orderId));
    let visitors = needed.visitors.get(shop);
    if (visitors === undefined) {
      visitors = new Set();
      needed.visitors.set(shop, visitors);
    }
    visitors.add(visitorId);
  }
  return needed;
}

/** Orders that a turn's returns may take from, known once the visitors' items are read. */
export function ordersOfReturns(
  events: readonly LoggedEvent[],
  state: Pick<ProcessorState, "userItems">,
): Set<string> {
  const orders = new Set<string>();
  for (const { event } of events) {
    if (event.type !== "return") continue;
    for (const { itemId } of itemsOfEvent(event)) {
      const { shop, visitorId } = event;
      const name = userItemName({ shop, visitorId, itemId });
      const lastOrderId = state.userItems.get(name)?.lastOrderId;
      if (lastOrderId !== undefined) orders.add(keys.order(event.shop, lastOrderId));
    }
  }
  return orders;
}
