import { z } from "zod";
import { healthSchema } from "./health.ts";
import { streamStatusSchema } from "./stream-status.ts";

/** What one hub shard tells of itself. Latencies over its last 10 minutes, at most 2,048 pushes. */
export const hubStatusSchema = z.object({
  shard: z.number().int(),
  outboxDepth: z.number().int(),
  outboxOldestAgeSeconds: z.number(),
  sockets: z.number().int(),
  /** Milliseconds from receipt of an event at the edge to the push of the rail that it caused. */
  eventToRailMs: z.array(z.number()),
  accepted: z.number(),
  duplicatesDropped: z.number(),
  pushed: z.number(),
});
export type HubStatus = z.infer<typeof hubStatusSchema>;

/** `GET /api/ops/status` of the edge: the whole loop at one moment. */
export const opsStatusSchema = z.object({
  at: z.number(),
  health: healthSchema,
  /** Absent when the stream processor does not answer. */
  stream: streamStatusSchema.optional(),
  hubs: z.object({
    outboxDepth: z.number(),
    outboxOldestAgeSeconds: z.number(),
    sockets: z.number(),
    accepted: z.number(),
    duplicatesDropped: z.number(),
    pushed: z.number(),
    eventToRail: z
      .object({ samples: z.number(), p50Ms: z.number(), p90Ms: z.number(), p99Ms: z.number() })
      .optional(),
    shards: z.array(hubStatusSchema.omit({ eventToRailMs: true })),
  }),
});
export type OpsStatus = z.infer<typeof opsStatusSchema>;
