import { z } from "zod";
import {
  eventIdSchema,
  itemIdSchema,
  opaqueIdSchema,
  shopIdSchema,
  visitorIdSchema,
} from "./identifiers.ts";

/** `POST` here, on the edge: which sessions changed, from the stream side, signed. */
export const ANNOUNCE_PATH = "/internal/announcements";
/** Header with `t=<epoch ms>,v1=<hex HMAC-SHA256 of "<t>.<body>">` under INTERNAL_SECRET. */
export const SIGNATURE_HEADER = "x-slipstream-signature";
/** A signature older than this is refused. */
export const SIGNATURE_TOLERANCE_MS = 60_000;

/** One session that changed and that has a live page. */
export const announcementSchema = z.strictObject({
  shop: shopIdSchema,
  visitorId: visitorIdSchema,
  sessionId: opaqueIdSchema,
  /** The last event that changed it. */
  eventId: eventIdSchema,
  itemId: itemIdSchema.optional(),
  receivedAt: z.number().int(),
  /** Sequence on LEARN of the step; the model server's view should have reached it. */
  learnSequence: z.number().int().nonnegative(),
  /** Where this belongs in a trace that is kept. */
  traceparent: z.string().max(64).optional(),
});
export type Announcement = z.infer<typeof announcementSchema>;

export const MAX_ANNOUNCEMENTS = 500;
export const announcementsSchema = z.strictObject({
  announcements: z.array(announcementSchema).min(1).max(MAX_ANNOUNCEMENTS),
});
