import { z } from "zod";
import { shopIdSchema, visitorIdSchema } from "./identifiers.ts";

/**
 * `POST` here, on the edge, signed as announcements are: whether everything that these visitors did
 * is on the log. 204: it is; `hub_unavailable`: some of it still waits, ask again.
 */
export const SETTLE_PATH = "/internal/settle";

/** Visitors that one call asks about. */
export const MAX_SETTLED = 500;
export const settleSchema = z.strictObject({
  shop: shopIdSchema,
  visitorIds: z.array(visitorIdSchema).min(1).max(MAX_SETTLED),
});
export type Settle = z.infer<typeof settleSchema>;
