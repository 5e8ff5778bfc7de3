import { z } from "zod";
import { armsSchema, rankerSettingSchema } from "./experiments.ts";
import { itemIdSchema, opaqueIdSchema, shopIdSchema, visitorIdSchema } from "./identifiers.ts";
import { MAX_CANDIDATES, MAX_LIVE_RAILS, MAX_RAIL_ITEMS } from "./limits.ts";
import { ruleKindSchema } from "./merchandising.ts";
import { placementSchema } from "./placements.ts";

/** Header with the milliseconds that the caller still waits for the answer. */
export const DEADLINE_HEADER = "x-slipstream-deadline-ms";

/**
 * Header with what the caller knows of answers beyond the release before, which refuses what it does
 * not know: a field that is new is sent to those who name it.
 */
export const KNOWS_HEADER = "x-slipstream-knows";
/** `standIn` of an answer. */
export const KNOWS_STAND_IN = "stand-in";

export const filtersSchema = z.strictObject({
  category: z.string().max(64).optional(),
  minPriceMinor: z.number().int().min(0).optional(),
  maxPriceMinor: z.number().int().min(0).optional(),
});

const query = {
  placement: placementSchema,
  itemId: itemIdSchema.optional(),
  cart: z.array(itemIdSchema).max(100).optional(),
  /** Items that the page has in memory, newest first: all that is known without consent. */
  context: z.array(itemIdSchema).max(50).optional(),
  candidates: z.array(itemIdSchema).max(MAX_CANDIDATES).optional(),
  limit: z.number().int().min(1).max(MAX_RAIL_ITEMS).default(12),
  filters: filtersSchema.optional(),
  exclude: z.array(itemIdSchema).max(200).optional(),
  /** 0 ranks by score alone, 1 by difference alone (MMR). */
  diversity: z.number().min(0).max(1).optional(),
};

/** What a page asks the edge for: `POST /api/recommendations`. Who asks comes from the cookie. */
export const railQuerySchema = z.strictObject(query);
export type RailQuery = z.infer<typeof railQuerySchema>;

/** What the edge asks the model server for: `POST /v1/recommend`. */
export const recommendRequestSchema = z.strictObject({
  ...query,
  shop: shopIdSchema,
  visitorId: visitorIdSchema.optional(),
  sessionId: opaqueIdSchema.optional(),
  userId: opaqueIdSchema.optional(),
  /** The arms of the visitor here; the answer carries them on. */
  arms: armsSchema.optional(),
  /** What those arms change. */
  tuning: z
    .strictObject({
      ranker: rankerSettingSchema.optional(),
      exploration: z.boolean().optional(),
    })
    .optional(),
  /** The LEARN sequence of the step that this answer should have seen. */
  learnSequence: z.number().int().nonnegative().optional(),
  /** Asks for `explanations`; such an answer is not logged as served. */
  explain: z.boolean().optional(),
});
export type RecommendRequest = z.infer<typeof recommendRequestSchema>;

/**
 * What the edge asks for the rails of one page: `POST /v1/page`. Each leaves out what those before it
 * show. A rail that is drafted from two rankers' lists is asked for twice.
 */
export const pageRequestSchema = z.strictObject({
  rails: z.array(z.array(recommendRequestSchema).min(1).max(2)).min(1).max(MAX_LIVE_RAILS),
});
export type PageRequest = z.infer<typeof pageRequestSchema>;

/** Why an item stands there: what truly put it there, for people to read. */
export const reasonSchema = z.strictObject({
  code: z.enum([
    "because_you_viewed",
    "because_you_bought",
    "similar_to",
    "bought_together",
    "people_like_you",
    "for_you",
    "trending",
    "trending_in_category",
    "new",
    "seen_before",
    "picked",
  ]),
  itemId: itemIdSchema.optional(),
  category: z.string().optional(),
});
export type Reason = z.infer<typeof reasonSchema>;

export const recommendedItemSchema = z.strictObject({
  itemId: itemIdSchema,
  score: z.number(),
  reason: reasonSchema,
  sources: z.array(z.string()),
  position: z.number().int().nonnegative(),
  propensity: z.number().min(0).max(1),
});
export type RecommendedItem = z.infer<typeof recommendedItemSchema>;

/** How one ranked item came to its place: each stage with what it did. Ranks count from 1. */
export const itemExplanationSchema = z.strictObject({
  itemId: itemIdSchema,
  title: z.string(),
  /** In the answer, from 0; absent when it is not in it. */
  position: z.number().int().optional(),
  /** What each source that proposed it says: its own score, its place there, how far to be trusted. */
  sources: z.array(
    z.strictObject({
      source: z.string(),
      rank: z.number().int(),
      score: z.number(),
      trust: z.number(),
      /** What it brought to the ranker's score. */
      contribution: z.number(),
    }),
  ),
  /** Features as the ranker saw them; those that are 0 left out. */
  features: z.record(z.string(), z.number()),
  ranker: z.strictObject({ score: z.number(), rank: z.number().int() }),
  session: z.strictObject({
    /** Added for likeness to what the session does now. */
    bonus: z.number(),
    /** 1: none. What was just seen, or bought, is multiplied by less. */
    damping: z.number(),
    score: z.number(),
    rank: z.number().int(),
  }),
  /** Rules that moved it: `amount` was added to its score; a pin has its place in `position`. */
  rules: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      kind: ruleKindSchema,
      amount: z.number().optional(),
      position: z.number().int().optional(),
    }),
  ),
  /** Its place after diversification. */
  diverseRank: z.number().int(),
});
export type ItemExplanation = z.infer<typeof itemExplanationSchema>;

export const recommendResponseSchema = z.strictObject({
  requestId: opaqueIdSchema,
  placement: placementSchema,
  items: z.array(recommendedItemSchema),
  /** The item that a "because you viewed" rail speaks of. */
  anchorItemId: itemIdSchema.optional(),
  model: z.strictObject({ name: z.string(), version: z.string() }),
  arms: z.record(z.string(), z.string()),
  /** Not the full pipeline: a source was missing, time ran out, or a cached list was used. */
  degraded: z.boolean(),
  /**
   * An arm named a ranker that judges such answers, and another ordered this: it was not there,
   * failed or was late. Told to whoever names it in `KNOWS_HEADER`.
   */
  standIn: z.boolean().optional(),
  /** The view had not yet reached `learnSequence`. */
  stale: z.boolean(),
  /** A kill switch has turned this placement off: nothing is shown, or candidates as they came. */
  switchedOff: z.boolean().optional(),
  timingMs: z.record(z.string(), z.number()),
  /** One of each item that is shown, in order; only where `explain` asked for them. */
  explanations: z.array(itemExplanationSchema).optional(),
});
export type RecommendResponse = z.infer<typeof recommendResponseSchema>;

/** An answer to each question of a `PageRequest`, in its order. */
export const pageResponseSchema = z.strictObject({
  rails: z.array(z.array(recommendResponseSchema)),
});
export type PageResponse = z.infer<typeof pageResponseSchema>;
