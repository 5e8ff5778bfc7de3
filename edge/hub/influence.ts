import { type EventType, eventWeights } from "@slipstream/contracts/event-types";
import { itemsOf } from "@slipstream/contracts/events";
import type { IncomingEvent } from "./accept.ts";

export const DAY_MS = 24 * 3600 * 1000;
/** What teaches, and costs nobody anything: as many can be made as a script likes. */
const capped: ReadonlySet<EventType> = new Set(["view", "click", "add_to_cart"]);
/** Under this name stands the sum of a visitor's day. */
const ALL_ITEMS = "";

export interface InfluenceLimits {
  /** What a visitor may teach of one item in a day, in product views, by pages and by carts each. */
  perItem: number;
  /** Events a day by which a visitor may tell of interest at all. */
  perVisitor: number;
}

/**
 * How much one visitor may teach the shop in a day, by the hub's clock. Each visitor has one hub, so
 * this is the whole count; and it is written into the event, so that stream, archive and every
 * rebuild know it alike.
 */
export class Influence {
  readonly #sql: SqlStorage;
  readonly #limits: InfluenceLimits;

  constructor(sql: SqlStorage, limits: InfluenceLimits) {
    this.#sql = sql;
    this.#limits = limits;
    sql.exec(`CREATE TABLE IF NOT EXISTS taught (
      day INTEGER NOT NULL, visitor_id TEXT NOT NULL, item_id TEXT NOT NULL,
      amount REAL NOT NULL, PRIMARY KEY (day, visitor_id, item_id)
    ) WITHOUT ROWID`);
  }

  /**
   * The events that are taken, those over the limit of an item marked `untaught`: they move their
   * visitor's own session alone. What a page claims beyond the limit of the day is left out; facts of
   * the shop never are. Call inside a transaction.
   */
  within(events: readonly IncomingEvent[], nowMs: number): IncomingEvent[] {
    const day = Math.floor(nowMs / DAY_MS);
    return events.flatMap((event): IncomingEvent[] => {
      if (!capped.has(event.type) || event.untaught) return [event];
      const total = this.#add(day, event.visitorId, ALL_ITEMS, 1);
      if (event.consent === "granted" && total > this.#limits.perVisitor) return [];
      const weight = eventWeights[event.type];
      // Each line counts as the processor counts it: a click that names its item twice tells it twice.
      const by = event.type === "add_to_cart" ? "cart" : "page";
      const sums = itemsOf(event).map((item) =>
        this.#add(day, event.visitorId, `${by}/${item}`, weight),
      );
      const teaches = sums.every((sum) => sum <= this.#limits.perItem);
      return [teaches ? event : { ...event, untaught: true }];
    });
  }

  /** Forgets visitors. */
  forget(visitorIds: readonly string[]): void {
    for (const day of this.#days()) {
      for (const id of visitorIds) {
        this.#sql.exec("DELETE FROM taught WHERE day = ? AND visitor_id = ?", day, id);
      }
    }
  }

  /** Whether there is something that a later day forgets. */
  get holdsAny(): boolean {
    return [...this.#sql.exec("SELECT 1 FROM taught LIMIT 1")].length > 0;
  }

  /** Forgets the days before. */
  prune(nowMs: number): void {
    this.#sql.exec("DELETE FROM taught WHERE day < ?", Math.floor(nowMs / DAY_MS));
  }

  /** The days that are held, a few: each found in the key from the one before, without a scan. */
  #days(): number[] {
    const rows = this.#sql.exec<{ day: number }>(
      `WITH RECURSIVE days(day) AS (
         SELECT min(day) FROM taught
         UNION ALL
         SELECT (SELECT min(day) FROM taught WHERE day > days.day) FROM days WHERE day IS NOT NULL
       ) SELECT day FROM days WHERE day IS NOT NULL`,
    );
    return Array.from(rows, ({ day }) => day);
  }

  /** The sum after adding. */
  #add(day: number, visitorId: string, itemId: string, amount: number): number {
    const { sum } = this.#sql
      .exec<{ sum: number }>(
        `INSERT INTO taught VALUES (?, ?, ?, ?)
         ON CONFLICT (day, visitor_id, item_id) DO UPDATE SET amount = amount + excluded.amount
         RETURNING amount AS sum`,
        day,
        visitorId,
        itemId,
        amount,
      )
      .one();
    return sum;
  }
}
