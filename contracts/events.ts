import { z } from "zod";
import { browserEventTypes, eventTypes } from "./event-types.ts";
import { armsSchema } from "./experiments.ts";
import { freeTextSchema } from "./free-text.ts";
import {
  eventIdSchema,
  itemIdSchema,
  opaqueIdSchema,
  shopIdSchema,
  visitorIdSchema,
} from "./identifiers.ts";
import { MAX_BROWSER_BATCH, MAX_EVENT_LINES, MAX_SERVER_BATCH, PARTITIONS } from "./limits.ts";
import { placementSchema } from "./placements.ts";

/** The last time that an event may have: what reckons with times stays finite, and fits a date. */
const MAX_EVENT_TIME_MS = Date.UTC(2100, 0, 1);
/** The last time that JavaScript can tell. */
const MAX_CLOCK_MS = 8_640_000_000_000_000;

const epochMs = z.number().int().nonnegative().max(MAX_EVENT_TIME_MS);

/** One line of an order or a cart, or one item of an impression. Price in minor units. */
export const eventLineSchema = z.strictObject({
  itemId: itemIdSchema,
  variantId: opaqueIdSchema.optional(),
  position: z.number().int().min(0).max(10_000).optional(),
  quantity: z.number().int().min(1).max(1_000_000).optional(),
  priceMinor: z.number().int().min(0).max(1_000_000_000_000).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

const facts = {
  id: eventIdSchema,
  itemId: itemIdSchema.optional(),
  variantId: opaqueIdSchema.optional(),
  orderId: opaqueIdSchema.optional(),
  lines: z.array(eventLineSchema).max(MAX_EVENT_LINES).optional(),
  rating: z.number().min(1).max(5).optional(),
  query: freeTextSchema(200).optional(),
  placement: placementSchema.optional(),
  requestId: opaqueIdSchema.optional(),
  /** Experiment → arm of the rail that was seen or clicked; the edge drops what cannot be so. */
  arms: armsSchema.optional(),
  /** The rail was not ordered by the ranker that its arm names. */
  standIn: z.boolean().optional(),
  /** How long the shop took to make the rail, milliseconds. */
  tookMs: z.number().int().min(0).max(60_000).optional(),
  occurredAt: epochMs,
};

/** Types that mean nothing without an item of their own. */
const aboutOneItem: ReadonlySet<string> = new Set(["view", "click", "hide", "unhide", "rating"]);
/** Types that mean nothing without an item or lines. */
const aboutItems: ReadonlySet<string> = new Set([
  "impression",
  "add_to_cart",
  "remove_from_cart",
  "purchase",
  "return",
]);

function requireItem(
  event: {
    type: string;
    itemId?: string | undefined;
    lines?: readonly unknown[] | undefined;
    arms?: Record<string, string> | undefined;
  },
  context: z.RefinementCtx,
): void {
  const needsItem = aboutOneItem.has(event.type) && event.itemId === undefined;
  // Where an experiment takes a rail away, its place was seen, with nothing in it.
  const isOfPlace = event.type === "impression" && event.arms !== undefined;
  const needsAny =
    aboutItems.has(event.type) && !isOfPlace && event.itemId === undefined && !event.lines?.length;
  if (needsItem || needsAny) {
    context.addIssue({
      code: "custom",
      path: ["itemId"],
      message: `an event of type ${event.type} needs itemId${needsAny ? " or lines" : ""}`,
    });
  }
}

/** One event of a page tells of one product; only what was shown may be many. */
function requireOneItem(
  event: { type: string; itemId?: string | undefined; lines?: { itemId: string }[] | undefined },
  context: z.RefinementCtx,
): void {
  const { type, itemId, lines = [] } = event;
  if (type === "impression" || lines.length === 0) return;
  if (lines.length === 1 && lines[0]?.itemId === itemId) return;
  const message = `an event of type ${type} has at most one line, which is of its itemId`;
  context.addIssue({ code: "custom", path: ["lines"], message });
}

/** An event as a browser sends it. The visitor comes from the signed cookie, never from here. */
export const browserEventSchema = z
  .strictObject({
    type: z.enum(browserEventTypes),
    ...facts,
    // Devices have the strangest clocks; theirs are set right, whatever they say.
    occurredAt: z.number().int().nonnegative().max(MAX_CLOCK_MS),
  })
  .superRefine(requireItem)
  .superRefine(requireOneItem);

/** An event as a server with the scope `events:write` sends it; `occurredAt` is kept. */
export const serverEventSchema = z
  .strictObject({
    type: z.enum(eventTypes),
    visitorId: visitorIdSchema,
    sessionId: opaqueIdSchema.optional(),
    userId: opaqueIdSchema.optional(),
    quantity: z.number().int().min(1).max(1_000_000).optional(),
    priceMinor: z.number().int().min(0).max(1_000_000_000_000).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    ...facts,
  })
  .superRefine(requireItem);

export const browserBatchSchema = z.strictObject({
  events: z.array(browserEventSchema).min(1).max(MAX_BROWSER_BATCH),
});
export const serverBatchSchema = z.strictObject({
  events: z.array(serverEventSchema).min(1).max(MAX_SERVER_BATCH),
});

/** Where a stored event came from: its hub shard's storage epoch and its running number there. */
export const hubStampSchema = z.strictObject({
  shard: z.number().int().min(0),
  /** Random id of the shard's storage; a shard that lost its storage starts a new epoch. */
  epoch: freeTextSchema(36),
  /** 1, 2, 3 … within the epoch, in the order of acceptance. */
  number: z.number().int().positive(),
});

/**
 * Event, version 1: what lies on EVENTS (as JSON), in the outbox and in the archive. Times are
 * epoch milliseconds. A single-item event carries `itemId`; several items go in `lines`.
 */
export const eventSchema = z.strictObject({
  v: z.literal(1),
  shop: shopIdSchema,
  type: z.enum(eventTypes),
  visitorId: visitorIdSchema,
  sessionId: opaqueIdSchema,
  userId: opaqueIdSchema.optional(),
  quantity: z.number().int().min(1).optional(),
  priceMinor: z.number().int().min(0).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  ...facts,
  /** Experiment → the chance that the visitor had this arm, where shares adapt. */
  propensities: z.record(freeTextSchema(64), z.number().gt(0).max(1)).optional(),
  receivedAt: epochMs,
  /** `granted`: a browser whose visitor agreed; `server`: sent with an API key. */
  consent: z.enum(["granted", "server"]),
  hub: hubStampSchema,
  /** The visitor had a live socket when this was accepted: someone is waiting for the rail. */
  live: z.boolean().optional(),
  /** More than one visitor may teach in a day: it moves their own session, and nobody else's rails. */
  untaught: z.literal(true).optional(),
  /** W3C trace context of the request that brought it. */
  traceparent: freeTextSchema(64).optional(),
});

export type EventLine = z.infer<typeof eventLineSchema>;
export type BrowserEvent = z.infer<typeof browserEventSchema>;
export type ServerEvent = z.infer<typeof serverEventSchema>;
export type HubStamp = z.infer<typeof hubStampSchema>;
export type ShopEvent = z.infer<typeof eventSchema>;

/** The answer to `POST /api/events`. `duplicates` were accepted before; nothing is to be resent. */
export const eventsAcceptedSchema = z.strictObject({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  /** Dropped on purpose: the visitor has not agreed, is a bot, or has told enough for a day. */
  ignored: z.number().int(),
});
export type EventsAccepted = z.infer<typeof eventsAcceptedSchema>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The bytes of an event on EVENTS: UTF-8 JSON. */
export function encodeEvent(event: ShopEvent): Uint8Array {
  return encoder.encode(JSON.stringify(event));
}

/** Reads an event from EVENTS. Throws ZodError, SyntaxError or TypeError: a poison message. */
export function decodeEvent(bytes: Uint8Array): ShopEvent {
  return eventSchema.parse(JSON.parse(decoder.decode(bytes)));
}

/** All item ids that an event is about, its own first. */
export function itemsOf(event: Pick<ShopEvent, "itemId" | "lines">): string[] {
  const ids = event.itemId === undefined ? [] : [event.itemId];
  for (const line of event.lines ?? []) ids.push(line.itemId);
  return ids;
}

/** A partition number in range; for values that come from a subject. */
export const partitionSchema = z.coerce
  .number()
  .int()
  .min(0)
  .max(PARTITIONS - 1);
