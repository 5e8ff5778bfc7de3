import type { Query } from "@slipstream/algorithms/engine/query";
import { VisitHistory } from "@slipstream/algorithms/engine/visit-history";
import type { EventType } from "@slipstream/contracts/event-types";
import { isPositive } from "@slipstream/contracts/event-types";

/** Visitors remembered; the one that was longest not seen goes first. */
const MAX_VISITORS = 200_000;
/** Purchases and hidden items kept per visitor; the oldest go. */
const MAX_MARKED_ITEMS = 500;

/** One step as the view takes it, with rows and numbers in place of ids. */
export interface VisitorStep {
  visitorId: string;
  session: number;
  row: number;
  type: EventType;
  orderId?: string | undefined;
  occurredAt: number;
}

interface Visitor {
  id: string;
  history: VisitHistory;
  /** Type of the last positive step. */
  lastType: EventType | undefined;
  hidden: Set<number>;
  /** Item → the order that bought it last, where it is known. */
  bought: Map<number, string | undefined>;
}

const noRows: ReadonlySet<number> = new Set();

/**
 * What each visitor did lately, as the steps tell: the history that sources learn from, and what a
 * visitor hid or bought, so that rules hold even when Redis does not answer.
 */
export class VisitorsView {
  readonly #visitors = new Map<string, Visitor>();
  /** The last in the map: a visitor's step touches it several times. */
  #latest: Visitor | undefined;

  get size(): number {
    return this.#visitors.size;
  }

  hiddenBy(visitorId: string): ReadonlySet<number> {
    return this.#visitors.get(visitorId)?.hidden ?? noRows;
  }

  boughtBy(visitorId: string): ReadonlySet<number> {
    const bought = this.#visitors.get(visitorId)?.bought;
    return bought === undefined ? noRows : new Set(bought.keys());
  }

  /** The order by which the visitor last bought the item. */
  lastOrderOf({ visitorId, row }: Pick<VisitorStep, "visitorId" | "row">): string | undefined {
    return this.#visitors.get(visitorId)?.bought.get(row);
  }

  historyOf(visitorId: string): VisitHistory | undefined {
    return this.#visitors.get(visitorId)?.history;
  }

  /**
   * The visitor's state just before a positive step that is a visit of its own; undefined for one
   * that only goes on with the visit before it, as a view after the click that led there does, or a
   * purchase after the view.
   */
  beforeVisit(step: VisitorStep): Query | undefined {
    const { history, lastType } = this.#touch(step.visitorId);
    const isSameSession = history.session === step.session;
    if (isSameSession && history.recent[0] === step.row && lastType !== step.type) return undefined;
    history.begin(step.session);
    return history.query(step.occurredAt);
  }

  /** Lets go of a visitor: deletion. */
  forget(visitorId: string): void {
    this.#visitors.delete(visitorId);
    if (this.#latest?.id === visitorId) this.#latest = undefined;
  }

  /** Takes a step; `isVisit`: it is one of its own. */
  apply(step: VisitorStep, isVisit: boolean): void {
    const visitor = this.#touch(step.visitorId);
    const { row, type } = step;
    if (type === "hide") {
      visitor.hidden.add(row);
      dropOldest(visitor.hidden);
    } else if (type === "unhide") visitor.hidden.delete(row);
    else if (type === "purchase") {
      visitor.bought.set(row, step.orderId);
      dropOldest(visitor.bought);
    }
    if (type === "return") visitor.bought.delete(row);
    if (isPositive(type)) visitor.lastType = type;
    if (isVisit) visitor.history.add(row, step.occurredAt);
  }

  #touch(visitorId: string): Visitor {
    if (this.#latest?.id === visitorId) return this.#latest;
    this.#latest = this.#putLast(visitorId);
    return this.#latest;
  }

  #putLast(visitorId: string): Visitor {
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
    const visitor: Visitor = {
      id: visitorId,
      history: new VisitHistory(),
      lastType: undefined,
      hidden: new Set(),
      bought: new Map(),
    };
    this.#visitors.set(visitorId, visitor);
    return visitor;
  }
}

function dropOldest(items: Set<number> | Map<number, string | undefined>): void {
  if (items.size <= MAX_MARKED_ITEMS) return;
  const [oldest] = items.keys();
  items.delete(oldest!);
}
