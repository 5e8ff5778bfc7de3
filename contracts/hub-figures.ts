import { z } from "zod";

/** `POST` here, on the edge, signed: how the hubs of all shops stand, for the history that is kept. */
export const HUB_FIGURES_PATH = "/internal/hub-figures";

export const hubFiguresSchema = z.object({
  outboxDepth: z.number().int(),
  outboxOldestAgeSeconds: z.number(),
  /** Rails pushed within the last minute. */
  rails: z.number().int(),
  /** Of them: milliseconds from the event's receipt to the push. Absent when there were none. */
  p50Ms: z.number().optional(),
  p99Ms: z.number().optional(),
});
export type HubFigures = z.infer<typeof hubFiguresSchema>;
