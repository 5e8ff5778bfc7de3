import { z } from "zod";
import { serverEventSchema } from "./events.ts";
import { itemIdSchema, shopIdSchema } from "./identifiers.ts";
import { MAX_SERVER_BATCH } from "./limits.ts";

/** `POST` here, on the edge: facts of a shop on their way from its database to its hubs, signed. */
export const OUTBOX_PATH = "/internal/outbox";

/** `untaught`: nothing is learnt from it, as whose it is cannot be told. */
export const factSchema = serverEventSchema.safeExtend({ untaught: z.literal(true).optional() });

/** A batch of facts in the order in which they were written. */
export const outboxBatchSchema = z.strictObject({
  shop: shopIdSchema,
  events: z.array(factSchema).min(1).max(MAX_SERVER_BATCH),
});
export type OutboxBatch = z.infer<typeof outboxBatchSchema>;

/**
 * Payload of an outbox row of kind `catalogue`. `touch`: the products' rows do not say yet that they
 * changed; whoever tells of them marks them first.
 */
export const catalogueChangeSchema = z.strictObject({
  itemIds: z.array(itemIdSchema),
  touch: z.literal(true).optional(),
});
