import { z } from "zod";

/** How a partition's consumer does: see `stream/ops/consumer-state.ts` for how it is decided. */
const consumerStates = ["ok", "warning", "stalled", "stopped"] as const;
export type ConsumerState = (typeof consumerStates)[number];

const partitionStatusSchema = z.object({
  partition: z.number().int(),
  state: z.enum(consumerStates),
  /** Messages on EVENTS that the partition's consumer has not delivered yet. */
  pending: z.number(),
  /** Delivered and not acknowledged. */
  ackPending: z.number(),
  ackPendingLimit: z.number(),
  redelivered: z.number(),
  /** The stream sequence up to which everything is acknowledged; 0 while there is no consumer. */
  ackFloor: z.number(),
  watermark: z.number(),
  /** Age in seconds of the oldest event that is not applied yet; 0 when there is none. */
  lagSeconds: z.number(),
  /** Age in seconds of the oldest event that is not acknowledged yet; 0 when there is none. */
  oldestUnacknowledgedSeconds: z.number(),
  leaseHolder: z.string().nullable(),
  /** Events per second that came to the partition, and that were acknowledged, over about 10 s. */
  inPerSecond: z.number(),
  outPerSecond: z.number(),
});

/**
 * `POST` here, on a stream processor, signed as announcements are: answered `streamStatusSchema`, with
 * the counts of all processors that live.
 */
export const STATUS_OF_ALL_PATH = "/internal/status";

/** `GET /status` of the stream processor: what the ops page shows. */
export const streamStatusSchema = z.object({
  at: z.number(),
  partitions: z.array(partitionStatusSchema),
  totals: z.object({
    applied: z.number(),
    duplicatesDropped: z.number(),
    /** Since the start of the process that answers. */
    deadLetters: z.number(),
    /** That lie in the DLQ. */
    deadLettersWaiting: z.number(),
    archived: z.number(),
    ratePerSecond: z.number(),
    pending: z.number(),
    lagSeconds: z.number(),
    /** Share of planned replays that learning shed to keep up, 0 … 1. */
    shedShare: z.number(),
  }),
  /** From the shops' databases to the streams. Absent in an older processor's answer. */
  relay: z
    .object({
      /** Rows that wait in the outboxes of all shops. */
      depth: z.number(),
      oldestAgeSeconds: z.number(),
      facts: z.number(),
      changes: z.number(),
      deadLetters: z.number(),
      /** Why something does not go on. */
      failure: z.string().nullable(),
    })
    .optional(),
  /** Per shop: live prequential quality of the learner beside its baselines. */
  prequential: z.array(
    z.object({
      shop: z.string(),
      samples: z.number(),
      recallAt20: z.record(z.string(), z.number()),
      mrrAt20: z.record(z.string(), z.number()),
    }),
  ),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;
export type PartitionStatus = z.infer<typeof partitionStatusSchema>;
