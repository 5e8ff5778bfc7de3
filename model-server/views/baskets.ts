import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { pairsOfNewLine, returnLine } from "@slipstream/algorithms/order-lines";
import { CoPurchase } from "@slipstream/algorithms/sources/co-purchase";
import type { SessionStep } from "@slipstream/contracts/steps";

/** Orders whose lines are remembered, so that later lines and returns find them. */
const MAX_ORDERS = 50_000;

/** What was bought together, kept line by line as the steps of an order arrive. */
export class BasketsView {
  readonly counts = new CoPurchase();
  readonly #ids: ItemIds;
  readonly #orders = new Map<string, string[]>();

  constructor(ids: ItemIds) {
    this.#ids = ids;
  }

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
    const lines = this.#orders.get(orderId) ?? this.#open(orderId);
    if (!lines.includes(itemId)) this.#count(itemId, pairsOfNewLine(lines, itemId), 1);
    lines.push(itemId);
  }

  /** False when the order is not known or has no such line left. */
  #return(orderId: string, itemId: string): boolean {
    const rest = returnLine(this.#orders.get(orderId) ?? [], itemId);
    if (rest === undefined) return false;
    this.#orders.set(orderId, rest.lines);
    if (!rest.lines.includes(itemId)) this.#count(itemId, rest.pairs, -1);
    return true;
  }

  #count(itemId: string, others: readonly string[], amount: 1 | -1): void {
    const pairs = others.map((other) => this.#ids.ensure(other));
    this.counts.apply({ row: this.#ids.ensure(itemId), pairs, amount });
  }

  #open(orderId: string): string[] {
    if (this.#orders.size >= MAX_ORDERS) {
      const [oldest] = this.#orders.keys();
      this.#orders.delete(oldest!);
    }
    const lines: string[] = [];
    this.#orders.set(orderId, lines);
    return lines;
  }
}
