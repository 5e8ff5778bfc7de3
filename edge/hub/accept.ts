import type { HubStamp, ShopEvent } from "@slipstream/contracts/events";
import { partitionOf } from "@slipstream/contracts/partition";
import { subjects } from "@slipstream/contracts/subjects";
import type { Influence } from "./influence.ts";
import type { Outbox, OutboxRow } from "./outbox.ts";
import type { Sessions } from "./sessions.ts";

/** An event as the worker hands it to its shard: checked, without what only the hub knows. */
export type IncomingEvent = Omit<ShopEvent, "hub" | "sessionId" | "live"> & { sessionId?: string };

export type AcceptResult =
  | { outcome: "accepted"; accepted: number; duplicates: number; ignored: number }
  | { outcome: "full" };

/** What an event and one of its lines weigh at most in the outbox, nearly: for its limit. */
const EVENT_BYTES = 700;
const LINE_BYTES = 150;

/**
 * Takes a batch into the outbox in its order: drops what was seen before and what is more than one
 * visitor may tell in a day, gives each event its session, number and `live` mark. All or nothing;
 * call inside a transaction.
 */
export function acceptBatch(options: {
  events: readonly IncomingEvent[];
  shard: number;
  outbox: Outbox;
  sessions: Sessions;
  /** Absent for a server's own events: nobody counts those. */
  influence: Influence | undefined;
  isLive: (visitorId: string) => boolean;
  /** What a traced event carries on the stream. */
  traceparentOf: (event: IncomingEvent) => string | undefined;
  nowMs: number;
}): AcceptResult {
  const { events, outbox, nowMs } = options;
  const seen = outbox.seenOf(
    events.map((event) => event.id),
    nowMs,
  );
  const fresh = events.filter((event) => {
    if (seen.has(event.id)) return false;
    seen.add(event.id);
    return true;
  });
  const lines = fresh.reduce((sum, event) => sum + (event.lines?.length ?? 0), 0);
  const bytes = fresh.length * EVENT_BYTES + lines * LINE_BYTES;
  if (!outbox.hasRoom(fresh.length, bytes)) return { outcome: "full" };
  // After that: what is sent again because there was no room must not have counted already.
  const kept = options.influence?.within(fresh, nowMs) ?? fresh;
  const batch = options.sessions.batch();
  const rows = kept.map((event) =>
    toRow({
      event,
      sessionId: batch.sessionOf(event),
      hub: outbox.stamp(options.shard),
      traceparent: options.traceparentOf(event),
      live: event.type !== "impression" && options.isLive(event.visitorId),
    }),
  );
  outbox.put(rows, events.length - fresh.length, nowMs);
  batch.save();
  return {
    outcome: "accepted",
    accepted: rows.length,
    duplicates: events.length - fresh.length,
    ignored: fresh.length - rows.length,
  };
}

function toRow(options: {
  event: IncomingEvent;
  sessionId: string;
  hub: HubStamp;
  traceparent: string | undefined;
  live: boolean;
}): OutboxRow {
  const { event, hub, traceparent } = options;
  const stamped: ShopEvent = {
    ...event,
    sessionId: options.sessionId,
    hub,
    ...(options.live ? { live: true } : {}),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return {
    number: hub.number,
    subject: subjects.event(event.shop, partitionOf(event.visitorId), event.type),
    id: event.id,
    payload: JSON.stringify(stamped),
    traceparent: stamped.traceparent ?? null,
  };
}
