import { type EventType, eventWeights, isPositive } from "@slipstream/contracts/event-types";
import { readArchiveWatermark, readSteps } from "../../views/archive-reader.ts";
import type { Database } from "../../views/database.ts";
import type { LoggedEvent } from "../log.ts";

/**
 * A shop's newest archived events as a training log, oldest first: what somebody wanted, by visitor
 * and session, with the weight that serving teaches it with. A step of another kind at the item that
 * the session's last step was at already (a view, then the same product into the cart) is no choice
 * of its own, and is left out, as in serving.
 */
export async function readArchivedLog(database: Database, shop: string): Promise<LoggedEvent[]> {
  const upTo = await readArchiveWatermark(database);
  const last = new Map<string, { itemId: string; type: EventType }>();
  const log: LoggedEvent[] = [];
  for await (const steps of readSteps(database, { shop, upTo })) {
    for (const { sessionId, visitorId, itemId, type, occurredAt } of steps) {
      if (!isPositive(type)) continue;
      const previous = last.get(sessionId);
      last.set(sessionId, { itemId, type });
      if (previous?.itemId === itemId && previous.type !== type) continue;
      const weight = eventWeights[type];
      log.push({ sessionId, userId: visitorId, itemId, at: occurredAt, weight });
    }
  }
  return log;
}
