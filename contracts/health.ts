import { z } from "zod";

/** The state of one part, as `/health` tells it. */
export const partHealthSchema = z.object({
  state: z.enum(["ok", "degraded", "down"]),
  detail: z.string().optional(),
  latencyMs: z.number().optional(),
});
export type PartHealth = z.infer<typeof partHealthSchema>;

/** `state` is the worst of the parts that the process cannot do without. */
export const healthSchema = z.object({
  state: z.enum(["ok", "degraded", "down"]),
  parts: z.record(z.string(), partHealthSchema),
});
export type Health = z.infer<typeof healthSchema>;
