import { isPositive } from "@slipstream/contracts/event-types";
import type { SessionStep } from "@slipstream/contracts/steps";

/** Visitors remembered; the one that was longest not seen goes first. */
const MAX_VISITORS = 200_000;
/** Items before the current one that co-visitation pairs it with. */
const HISTORY_ITEMS = 20;
/** Purchases and hidden items kept per visitor; the oldest go. */
const MAX_MARKED_ITEMS = 500;

interface Visitor {
  /** Newest first, no item twice in a row. */
  history: string[];
  hidden: Set<string>;
  /** Item → the order that bought it last, where it is known. */
  bought: Map<string, string | undefined>;
}

const nobody: Visitor = { history: [], hidden: new Set(), bought: new Map() };

/**
 * What each visitor did lately, as the steps tell: the history that co-visitation needs, and what
 * a visitor hid or bought, so that rules hold even when Redis does not answer.
 */
export class VisitorsView {
  readonly #visitors = new Map<string, Visitor>();

  get size(): number {
    return this.#visitors.size;
  }

  hiddenBy(visitorId: string): ReadonlySet<string> {
    return (this.#visitors.get(visitorId) ?? nobody).hidden;
  }

  boughtBy(visitorId: string): ReadonlySet<string> {
    return new Set(this.#visitors.get(visitorId)?.bought.keys());
  }

  /** The order by which the visitor last bought the item. */
  lastOrderOf(step: Pick<SessionStep, "visitorId" | "itemId">): string | undefined {
    return this.#visitors.get(step.visitorId)?.bought.get(step.itemId);
  }

  /** Items before this step, newest first, without the step's own item at the front. */
  historyBefore(step: Pick<SessionStep, "visitorId" | "itemId">): readonly string[] {
    const { history } = this.#visitors.get(step.visitorId) ?? nobody;
    return history[0] === step.itemId ? history.slice(1) : history;
  }

  /** True when the visitor's step before this one was about the same item. */
  isImmediateRepeat(step: Pick<SessionStep, "visitorId" | "itemId">): boolean {
    return (this.#visitors.get(step.visitorId) ?? nobody).history[0] === step.itemId;
  }

  /** Lets go of a visitor: deletion. */
  forget(visitorId: string): void {
    this.#visitors.delete(visitorId);
  }

  apply(step: SessionStep): void {
    const visitor = this.#touch(step.visitorId);
    const { itemId, type } = step;
    if (type === "hide") {
      visitor.hidden.add(itemId);
      dropOldest(visitor.hidden);
    } else if (type === "unhide") visitor.hidden.delete(itemId);
    else if (type === "purchase") {
      visitor.bought.set(itemId, step.orderId);
      dropOldest(visitor.bought);
    }
    if (type === "return") visitor.bought.delete(itemId);
    if (isPositive(type) && visitor.history[0] !== itemId) {
      visitor.history.unshift(itemId);
      if (visitor.history.length > HISTORY_ITEMS) visitor.history.pop();
    }
  }

  #touch(visitorId: string): Visitor {
    const known = this.#visitors.get(visitorId);
    if (known !== undefined) {
      this.#visitors.delete(visitorId);
      this.#visitors.set(visitorId, known);
      return known;
    }
    if (this.#visitors.size >= MAX_VISITORS) {
      const [oldest] = this.#visitors.keys();
      this.#visitors.delete(oldest!);
    }
    const visitor: Visitor = { history: [], hidden: new Set(), bought: new Map() };
    this.#visitors.set(visitorId, visitor);
    return visitor;
  }
}

function dropOldest(items: Set<string> | Map<string, string | undefined>): void {
  if (items.size <= MAX_MARKED_ITEMS) return;
  const [oldest] = items.keys();
  items.delete(oldest!);
}
