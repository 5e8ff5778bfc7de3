import { CoPurchase, MAX_BASKET_ITEMS, returnDeltas } from "@slipstream/algorithms/co-purchase";
import type { SessionStep } from "@slipstream/contracts/steps";

/** Orders whose lines are remembered, so that later lines and returns find them. */
const MAX_ORDERS = 50_000;

interface Order {
  items: string[];
  returned: Set<string>;
}

/** What was bought together, kept line by line as the steps of an order arrive. */
export class BasketsView {
  readonly counts = new CoPurchase();
  readonly #orders = new Map<string, Order>();

  /**
   * A purchase without an order says nothing of what goes together. A return takes its line out of
   * the order that it names, or else of `lastOrder`, by which its visitor bought the item last.
   */
  apply(step: SessionStep, lastOrder: string | undefined): void {
    const { type, orderId, itemId } = step;
    if (type === "purchase" && orderId !== undefined) this.#buy(orderId, itemId);
    if (type !== "return") return;
    for (const candidate of [orderId, lastOrder]) {
      if (candidate !== undefined && this.#return(candidate, itemId)) return;
    }
  }

  #buy(orderId: string, itemId: string): void {
    const order = this.#orders.get(orderId) ?? this.#open(orderId);
    if (order.items.includes(itemId) || order.items.length >= MAX_BASKET_ITEMS) return;
    const kept = order.items.filter((other) => !order.returned.has(other));
    const pairs = kept.map((otherId) => ({ itemId, otherId, amount: 1 as const }));
    this.counts.apply({ pairs, orders: [{ itemId, amount: 1 }] });
    order.items.push(itemId);
  }

  /** False when the order is not known or has no such line left. */
  #return(orderId: string, itemId: string): boolean {
    const order = this.#orders.get(orderId);
    if (!order?.items.includes(itemId) || order.returned.has(itemId)) return false;
    const { items: basket, returned: returnedBefore } = order;
    this.counts.apply(returnDeltas({ basket, returnedBefore, returned: [itemId] }));
    returnedBefore.add(itemId);
    return true;
  }

  #open(orderId: string): Order {
    if (this.#orders.size >= MAX_ORDERS) {
      const [oldest] = this.#orders.keys();
      this.#orders.delete(oldest!);
    }
    const order: Order = { items: [], returned: new Set() };
    this.#orders.set(orderId, order);
    return order;
  }
}
