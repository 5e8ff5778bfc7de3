import type { LogRow } from "../datasets/event-log.ts";

/**
 * What the system should hold after one replay of a log, from the log alone. Purchases count by
 * line. A return takes one line back when its visitor bought that item before and has not sent all
 * of it back.
 */
export class ExpectedCounts {
  /** Purchase rows: rows of type purchase in the archive. */
  purchaseRows = 0;
  returnRows = 0;
  returnsTakenBack = 0;
  /** total_purchases by item, returns taken back. */
  readonly purchasesByItem = new Map<string, number>();
  readonly #kept = new Map<string, number>();

  /** Rows come in time order per visitor. */
  add(row: Pick<LogRow, "kind" | "userId" | "sessionId" | "itemId">): void {
    if (row.kind !== "purchase" && row.kind !== "return") return;
    const key = `${row.userId ?? `guest of ${row.sessionId}`}\u0000${row.itemId}`;
    const kept = this.#kept.get(key) ?? 0;
    const total = this.purchasesByItem.get(row.itemId) ?? 0;
    if (row.kind === "purchase") {
      this.purchaseRows++;
      this.#kept.set(key, kept + 1);
      this.purchasesByItem.set(row.itemId, total + 1);
      return;
    }
    this.returnRows++;
    if (kept === 0) return;
    this.returnsTakenBack++;
    this.#kept.set(key, kept - 1);
    this.purchasesByItem.set(row.itemId, total - 1);
  }
}
