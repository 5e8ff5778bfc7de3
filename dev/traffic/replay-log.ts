import type { ServerEvent } from "@slipstream/contracts/events";
import type { LineFault, LogRow } from "../datasets/event-log.ts";
import type { DatasetFiles } from "../datasets/find.ts";
import { logEventMapper } from "./log-events.ts";
import { planLog, rowsInOrder } from "./ordered-log.ts";
import { timelineOf } from "./timeline.ts";

export interface LogReplay {
  /** Events that will be sent. */
  total: number;
  /** Rows left out, by kind, counted as the replay passes them. */
  skipped: Record<string, number>;
  faults: LineFault[];
  events(): AsyncGenerator<ServerEvent[]>;
}

/**
 * Prepares a data set's log as events of its shop, in time order, with times mapped to now.
 * Reads the log once for its extent, then again as `events` is consumed.
 */
export async function prepareLogReplay(options: {
  dataset: DatasetFiles;
  currency: string | undefined;
  ratePerSecond: number;
  limit?: number;
  keepGaps: boolean;
  nowMs?: () => number;
}): Promise<LogReplay> {
  const { dataset, ratePerSecond, keepGaps } = options;
  const nowMs = options.nowMs ?? Date.now;
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const toEvent = logEventMapper({ shop: dataset.slug, currency: options.currency });
  let planned = 0;
  const plan = await planLog(dataset, (row: LogRow) => {
    if (planned >= limit || !("event" in toEvent(row))) return false;
    planned++;
    return true;
  });
  const skipped: Record<string, number> = {};
  async function* events(): AsyncGenerator<ServerEvent[]> {
    const occurredAt = timelineOf({
      firstMs: plan.firstMs,
      lastMs: plan.lastMs,
      events: plan.rows,
      ratePerSecond,
      startMs: nowMs(),
      keepGaps,
    });
    let sent = 0;
    for await (const rows of rowsInOrder(dataset, plan)) {
      const batch: ServerEvent[] = [];
      for (const row of rows) {
        if (sent + batch.length >= limit) break;
        const mapped = toEvent(row);
        if ("event" in mapped) {
          batch.push({ ...mapped.event, occurredAt: occurredAt(row.timestampMs, nowMs()) });
        } else {
          skipped[mapped.skipped] = (skipped[mapped.skipped] ?? 0) + 1;
        }
      }
      sent += batch.length;
      yield batch;
      if (sent >= limit) return;
    }
  }
  return { total: plan.rows, skipped, faults: plan.faults, events };
}
