import { z } from "zod";
import { eventIdSchema, itemIdSchema } from "./identifiers.ts";

/** What the page that shows the loop at work asks for. */

/** Products that a map holds. */
export const MAX_MAP_POINTS = 2_000;
/** Products that a page has in memory, in one question. */
export const MAX_PLACE_CONTEXT = 20;

const place = { x: z.number(), y: z.number() };
/** Places of two planes mean nothing to each other. */
const plane = z.number().int();

/** `GET /v1/map` of a model server: the catalogue's vectors on a plane, about −1 … 1 both ways. */
export const shopMapSchema = z.object({
  plane,
  points: z.array(z.object({ itemId: itemIdSchema, ...place, category: z.string() })),
});
export type ShopMap = z.infer<typeof shopMapSchema>;

/** `GET /v1/place` of a model server, `GET /api/live/place`: where a session points on that plane. */
export const sessionPlaceSchema = z.object({
  plane,
  /** Absent while nothing is known of the session. */
  place: z.object(place).optional(),
});
export type SessionPlace = z.infer<typeof sessionPlaceSchema>;

/** `GET /api/live/map`. */
export const liveMapSchema = z.object({
  plane,
  points: z.array(z.object({ itemId: itemIdSchema, ...place, tint: z.string() })),
});
export type LiveMap = z.infer<typeof liveMapSchema>;

/** An event's way round the loop, in the order in which it takes it. */
export const loopStages = [
  "hub",
  "nats",
  "processor",
  "learn",
  "redis",
  "announced",
  "model",
  "pushed",
] as const;
export type LoopStage = (typeof loopStages)[number];

/** `GET /api/live/trace/{eventId}`: when an event was where, milliseconds after its receipt. */
export const liveTraceSchema = z.object({
  eventId: eventIdSchema,
  /** Only those that are known yet; all of them once `complete`. */
  stages: z.array(z.object({ stage: z.enum(loopStages), startMs: z.number(), endMs: z.number() })),
  complete: z.boolean(),
});
export type LiveTrace = z.infer<typeof liveTraceSchema>;
