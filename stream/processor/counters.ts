import { pairsOfNewLine, returnLine } from "@slipstream/algorithms/order-lines";
import { keys } from "@slipstream/contracts/keys";
import type { UserItemState } from "@slipstream/contracts/user-item";
import type { EventItem, LoggedEvent } from "./logged-event.ts";
import type { ProcessorState } from "./processor-state.ts";
import type { TurnWrites } from "./turn-writes.ts";
import { userItemName } from "./user-item-name.ts";

/** Why an event about an item changed no counters. */
export type Skipped = "return_without_purchase" | "rating_without_value";

interface Counting {
  state: ProcessorState;
  writes: TurnWrites;
  logged: LoggedEvent;
  item: EventItem;
}

const untouched: UserItemState = {
  views: 0,
  clicks: 0,
  addToCart: 0,
  purchases: 0,
  lastInteractionAt: 0,
};

/**
 * Counts one item of an event: what its visitor did with it, the product's totals and what was
 * bought together. Purchases and returns count lines, not quantities. Tells why it was skipped.
 */
export function countItem(counting: Counting): Skipped | undefined {
  const { logged, state, item } = counting;
  const { event } = logged;
  const { shop, visitorId } = event;
  const name = userItemName({ shop, visitorId, itemId: item.itemId });
  const before = state.userItems.get(name) ?? untouched;
  if (event.type === "return" && before.purchases === 0) return "return_without_purchase";
  if (event.type === "rating" && event.rating === undefined) return "rating_without_value";
  const lastInteractionAt = Math.max(before.lastInteractionAt, event.occurredAt);
  state.userItems.set(name, { ...before, ...change(counting, before), lastInteractionAt });
  return undefined;
}

function change(counting: Counting, before: UserItemState): Partial<UserItemState> {
  const { writes, logged, item } = counting;
  const { event, partition } = logged;
  const stats = keys.productStats(event.shop, item.itemId, partition);
  switch (event.type) {
    case "view":
      writes.count(stats, "total_views", 1);
      return { views: before.views + 1 };
    case "click":
      return { clicks: before.clicks + 1 };
    case "add_to_cart":
      return { addToCart: before.addToCart + 1 };
    case "remove_from_cart":
      return { addToCart: Math.max(0, before.addToCart - 1) };
    case "rating":
      writes.count(stats, "rating_sum", Math.round((event.rating ?? 0) * 100));
      writes.count(stats, "rating_count", 1);
      return {};
    case "purchase":
      writes.count(stats, "total_purchases", 1);
      addOrderLine(counting);
      return {
        purchases: before.purchases + 1,
        lastOrderId: event.orderId ?? before.lastOrderId,
      };
    case "return":
      writes.count(stats, "total_purchases", -1);
      takeOrderLine(counting, before);
      return { purchases: before.purchases - 1 };
    default:
      return {};
  }
}

function addOrderLine({ state, writes, logged, item }: Counting): void {
  const { event } = logged;
  if (event.orderId === undefined) return;
  const key = keys.order(event.shop, event.orderId);
  const lines = state.orders.get(key) ?? [];
  const others = pairsOfNewLine(lines, item.itemId);
  countPairs({ writes, logged, itemId: item.itemId, others, amount: 1 });
  state.orders.set(key, [...lines, item.itemId]);
  const added = writes.orderLines.get(key);
  if (added === undefined) writes.orderLines.set(key, [item.itemId]);
  else added.push(item.itemId);
}

/** Takes a line out of the order that the return names, or else of the one that bought it last. */
function takeOrderLine({ state, writes, logged, item }: Counting, before: UserItemState): void {
  const { event } = logged;
  for (const orderId of [event.orderId, before.lastOrderId]) {
    if (orderId === undefined) continue;
    const key = keys.order(event.shop, orderId);
    const rest = returnLine(state.orders.get(key) ?? [], item.itemId);
    if (rest === undefined) continue;
    countPairs({ writes, logged, itemId: item.itemId, others: rest.pairs, amount: -1 });
    state.orders.set(key, rest.lines);
    writes.orderRewrites.add(key);
    return;
  }
}

function countPairs(pairs: {
  writes: TurnWrites;
  logged: LoggedEvent;
  itemId: string;
  others: readonly string[];
  amount: number;
}): void {
  const { writes, logged, itemId, others, amount } = pairs;
  const { shop } = logged.event;
  const own = keys.together(shop, itemId, logged.partition);
  for (const other of others) {
    writes.pair(own, other, amount);
    writes.pair(keys.together(shop, other, logged.partition), itemId, amount);
  }
}
