import { z } from "zod";
import { itemIdSchema } from "./identifiers.ts";
import { languages } from "./languages.ts";
import { MAX_LIVE_RAILS, MAX_RAIL_ITEMS } from "./limits.ts";
import type { Placement } from "./placements.ts";
import { placementSchema } from "./placements.ts";
import type { Reason } from "./recommend.ts";

/** What a page shows of a product on a card; prices in minor units. */
export interface RailCard {
  itemId: string;
  slug: string;
  title: string;
  translated?: true;
  priceMinor: number;
  currency: string;
  image?: { url: string; alt: string };
  tint?: string;
  reason: Reason & { title?: string };
  /** Which ranker's choice it was, where two fill the rail: experiment → arm. */
  arms?: Record<string, string>;
  position: number;
}

/** One rail, ready to show: the answer of `/api/recommendations` and the payload of a push. */
export interface Rail {
  /** The page's own name for the rail, as it subscribed. */
  key: string;
  placement: Placement;
  requestId: string;
  /** The product that the rail speaks of ("because you viewed …"). */
  anchor?: { itemId: string; title: string; slug: string };
  cards: RailCard[];
  degraded: boolean;
  stale: boolean;
  /** Experiment → arm that made this rail what it is; what its impressions and clicks carry. */
  arms?: Record<string, string>;
  /** Not the ranker that an arm names ordered it; what its impressions say too. */
  standIn?: boolean;
  /** An experiment's heading in place of the page's own. */
  title?: string;
  /** Made for everybody while an experiment is on here: who agreed to be followed asks for their own. */
  tried?: boolean;
  /** An experiment has taken this rail away. */
  hidden?: boolean;
  /** How long it took to make, milliseconds. */
  tookMs?: number;
  model: { name: string; version: string };
}

/** One rail that a page wants to be kept up to date. */
export const railSubscriptionSchema = z.strictObject({
  key: z.string().min(1).max(40),
  placement: placementSchema,
  itemId: itemIdSchema.optional(),
  limit: z.number().int().min(1).max(24).default(12),
  /** What the page shows in rails that stand still. */
  exclude: z.array(itemIdSchema).max(MAX_RAIL_ITEMS).optional(),
  /** Of the page: its products come in its words. */
  language: z.enum(languages).optional(),
});
export type RailSubscription = z.infer<typeof railSubscriptionSchema>;

/** What a page says on its socket. `"ping"` as plain text is answered `"pong"` without waking. */
export const clientMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("subscribe"),
    rails: z.array(railSubscriptionSchema).max(MAX_LIVE_RAILS),
  }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What the hub says on a page's socket. */
export type HubMessage =
  | { kind: "ready"; sessionId: string }
  | {
      kind: "rail";
      rail: Rail;
      /** The event that changed the session, and when the edge received it (epoch ms). */
      cause?: { eventId: string; receivedAt: number };
    }
  | { kind: "error"; code: string; detail: string };
