import { z } from "zod";

/** Between two samples of the stream. */
export const SAMPLE_SECONDS = 10;
export const SAMPLES_KEPT_HOURS = 48;
/** Points of an answer at most: a wide chart has no more pixels to show them on. */
export const MAX_HISTORY_POINTS = 360;

/** Which time, epoch seconds. */
export const historyQuerySchema = z.strictObject({
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
});

const maybe = z.number().nullable();

/**
 * How the stream stood within one step: what waits, and ages, at their worst; rates at their mean.
 * Null: nobody knew.
 */
const historyPointSchema = z.object({
  /** Epoch seconds, the beginning of the step. */
  at: z.number(),
  pending: z.number(),
  ackPending: z.number(),
  lagSeconds: z.number(),
  inPerSecond: z.number(),
  outPerSecond: z.number(),
  deadLetters: z.number(),
  relayDepth: z.number(),
  relayAgeSeconds: z.number(),
  hubDepth: maybe,
  hubAgeSeconds: maybe,
  rails: maybe,
  p50Ms: maybe,
  p99Ms: maybe,
});
export type HistoryPoint = z.infer<typeof historyPointSchema>;

/** `GET /api/ops/history`. Points where nothing was sampled are not there. */
export const opsHistorySchema = z.object({
  stepSeconds: z.number(),
  points: z.array(historyPointSchema),
  /** The worst lag of each partition in each step, in seconds, in the order of `points`. */
  lagOfPartitions: z.array(z.array(z.number())),
});
export type OpsHistory = z.infer<typeof opsHistorySchema>;
