import type { EventType } from "@slipstream/contracts/event-types";
import { eventTypes } from "@slipstream/contracts/event-types";
import type { ServerEvent } from "@slipstream/contracts/events";
import { serverEventSchema } from "@slipstream/contracts/events";
import type { LogRow } from "../datasets/event-log.ts";
import { eventIdFrom } from "./event-id.ts";

/** What a log's row becomes: an event to send, or the reason why it is left out. */
export type LogEvent = { event: Omit<ServerEvent, "occurredAt"> } | { skipped: string };

const ours: ReadonlySet<string> = new Set(eventTypes);
/** Other shops' words for our types. */
const synonyms: Readonly<Record<string, EventType>> = {
  cart: "add_to_cart",
  addtocart: "add_to_cart",
  transaction: "purchase",
};
const MINOR_UNITS = 100;
/** Checks everything but the time, which the caller adds. */
const ANY_TIME_MS = 0;

/** Who did it: the user, or where the log does not know, a guest of that one session. */
export function visitorOf(row: Pick<LogRow, "userId" | "sessionId">): string {
  return row.userId ?? `guest-${row.sessionId}`;
}

/**
 * Maps rows of a data set to events of its shop. Pure. Ids follow from data set, file and line, so
 * that a second replay doubles nothing.
 */
export function logEventMapper(options: {
  shop: string;
  currency: string | undefined;
}): (row: LogRow) => LogEvent {
  return (row) => {
    const type = ours.has(row.kind) ? (row.kind as EventType) : synonyms[row.kind];
    if (type === undefined) return { skipped: row.kind };
    const event = {
      id: eventIdFrom("log", options.shop, row.file, row.line),
      type,
      visitorId: visitorOf(row),
      ...(row.sessionId === undefined ? {} : { sessionId: row.sessionId }),
      itemId: row.itemId,
      ...(type === "purchase" && row.sessionId !== undefined ? { orderId: row.sessionId } : {}),
      ...(row.quantity ? { quantity: Math.abs(row.quantity) } : {}),
      ...(row.price !== undefined && row.price >= 0 && options.currency !== undefined
        ? { priceMinor: Math.round(row.price * MINOR_UNITS), currency: options.currency }
        : {}),
      ...(row.rating === undefined ? {} : { rating: row.rating }),
    };
    const valid = serverEventSchema.safeParse({ ...event, occurredAt: ANY_TIME_MS }).success;
    return valid ? { event } : { skipped: `invalid ${row.kind}` };
  };
}
