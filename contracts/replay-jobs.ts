import { z } from "zod";

/** Jobs that one list shows. */
export const REPLAY_JOBS_SHOWN = 50;

const replayTargets = ["live", "shadow"] as const;
const jobStates = ["waiting", "running", "done", "failed", "stopped"] as const;
export type JobState = (typeof jobStates)[number];

/**
 * A part of the log to be replayed, by sequences on EVENTS or by time, ends included. `live`: what
 * of it the processor has not applied is published again. `shadow`: the state as it was at the end
 * of that part is built anew, beside what serves.
 */
export const replayInputSchema = z
  .strictObject({
    target: z.enum(replayTargets),
    fromSequence: z.number().int().positive().optional(),
    toSequence: z.number().int().positive().optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
  })
  .refine((input) => (input.fromSequence ?? 0) <= (input.toSequence ?? Number.POSITIVE_INFINITY), {
    path: ["toSequence"],
    error: "the last sequence lies before the first",
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ["to"],
    error: "the end lies before the beginning",
  });
export type ReplayInput = z.infer<typeof replayInputSchema>;

export const replayJobSchema = z.object({
  id: z.uuid(),
  target: z.enum(replayTargets),
  fromSequence: z.number(),
  toSequence: z.number(),
  state: z.enum(jobStates),
  /** The last sequence that is done with. */
  reached: z.number().optional(),
  /** Events looked at so far. */
  events: z.number(),
  /** What came of it, in words. */
  outcome: z.string().optional(),
  askedBy: z.string().optional(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
});
export type ReplayJob = z.infer<typeof replayJobSchema>;

/** `GET /api/ops/replays`: the newest first, and what the archive has of the shop. */
export const replayListSchema = z.object({
  jobs: z.array(replayJobSchema),
  archive: z
    .object({
      fromSequence: z.number(),
      toSequence: z.number(),
      from: z.iso.datetime(),
      to: z.iso.datetime(),
    })
    .optional(),
});
export type ReplayList = z.infer<typeof replayListSchema>;
