import { z } from "zod";
import { eventTypes } from "./event-types.ts";
import { itemIdSchema } from "./identifiers.ts";
import { productCardSchema } from "./shop-api.ts";

/** `GET /api/privacy`: what the shop knows of whoever asks, in short. */
export const knownSchema = z.object({
  consent: z.enum(["granted", "denied", "unknown"]),
  member: z.object({ email: z.string(), name: z.string(), since: z.iso.datetime() }).optional(),
  /** What was looked at, clicked, bought last, newest first; from this the shelves are chosen. */
  recent: z.array(
    z.object({
      itemId: itemIdSchema,
      type: z.enum(eventTypes),
      at: z.iso.datetime(),
      product: productCardSchema.optional(),
    }),
  ),
  /** "Not interested". */
  hidden: z.array(z.object({ itemId: itemIdSchema, product: productCardSchema.optional() })),
  /** How much of the interest falls on each category, the greatest first; the sum is at most 1. */
  interests: z.array(z.object({ category: z.string(), name: z.string(), share: z.number() })),
  /** The taste that was learnt, as numbers that mean nothing by themselves; absent: none yet. */
  taste: z.object({ numbers: z.number().int() }).optional(),
  /** How many rows there are of each kind; kinds of which there is none are left out. */
  counts: z.record(z.string(), z.number().int()),
  /** What happened, by type of event. */
  events: z.partialRecord(z.enum(eventTypes), z.number().int()),
  /** False while the fast store does not answer: `recent`, `hidden` and `taste` are then empty. */
  complete: z.boolean(),
});
export type Known = z.infer<typeof knownSchema>;

/** The answer to a wish to be forgotten: where to see how far it has come. */
export const wishSchema = z.object({ receiptId: z.uuid() });

/** `POST /api/privacy/erase`. */
export const eraseInputSchema = z.strictObject({
  /** Of a member: that it is truly them. */
  password: z.string().min(1).max(200).optional(),
});

/** What is left of an erasure: nothing in it tells who it was. */
export const receiptSchema = z.object({
  id: z.uuid(),
  requestedAt: z.iso.datetime(),
  /** Absent while the streams and stores behind the shop are still being cleaned. */
  finishedAt: z.iso.datetime().optional(),
  /** How much was erased, by place: `addresses`, `redisKeys`, `streamMessages`. */
  erased: z.record(z.string(), z.number().int()),
});
export type Receipt = z.infer<typeof receiptSchema>;
