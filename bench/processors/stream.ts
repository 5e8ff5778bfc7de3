import { MAX_HISTORY } from "@slipstream/algorithms/history-query";
import { type Log, visitorAt } from "@slipstream/model-server/training/log";

/** A positive event with what its visitor had before. */
export interface Positive {
  visitorId: string;
  itemId: string;
  /** Items before it, newest first. */
  history: readonly string[];
  occurredAt: number;
}

/** The events of a log in its order, with the histories that the processor would have. */
export function positivesOf(log: Log): Positive[] {
  const histories = new Map<number, string[]>();
  return Array.from({ length: log.length }, (_, index) => {
    const visitor = visitorAt(log, index);
    const history = histories.get(visitor) ?? [];
    const itemId = log.ids.idOf(log.rows[index]!);
    histories.set(visitor, [itemId, ...history].slice(0, MAX_HISTORY));
    return { visitorId: `v${visitor}`, itemId, history, occurredAt: log.at[index]! };
  });
}
