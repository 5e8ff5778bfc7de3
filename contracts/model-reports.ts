import { z } from "zod";

/** What the elected model server finds, written whole into `model_reports`. Numbers are means or shares. */

export const guardrailNames = ["errors", "latency", "clicks", "quality"] as const;

const guardrailSchema = z.object({
  name: z.enum(guardrailNames),
  /** The figure of each: shares for errors, slow answers and clicks, MRR@20 for quality. */
  champion: z.number(),
  canary: z.number(),
  /** What the canary's is worse by, in an interval that holds whenever it is looked at; absent: too little was seen. */
  worse: z.object({ value: z.number(), low: z.number(), high: z.number() }).optional(),
  /** It may be worse by so much. */
  tolerance: z.number(),
  state: z.enum(["ok", "unknown", "breached"]),
});
export type Guardrail = z.infer<typeof guardrailSchema>;

/** How a canary does beside the champion (`kind` "canary"). */
export const canaryReportSchema = z.object({
  version: z.string(),
  share: z.number(),
  /** `back`: it was taken back; `step`: it goes on to the next share; `hold`: it stays for now. */
  verdict: z.enum(["back", "step", "hold"]),
  /** In words. */
  reason: z.string(),
  guardrails: z.array(guardrailSchema),
});
export type CanaryReport = z.infer<typeof canaryReportSchema>;

/**
 * How a champion does beside the blend, which would serve without it (`kind` "champion"): by its
 * last day and its last minutes. In its guardrails `canary` is the champion's figure, and `champion` the blend's.
 */
export const championReportSchema = canaryReportSchema
  .pick({ version: true, reason: true, guardrails: true })
  .extend({ verdict: z.enum(["back", "hold"]) });
export type ChampionReport = z.infer<typeof championReportSchema>;

const columnDriftSchema = z.object({
  feature: z.string(),
  psi: z.number(),
  ks: z.number(),
  /** Upper ends of the bins; then a bin without an end, then what is missing. */
  edges: z.array(z.number()),
  /** Shares per bin in the training window, and in what was served last. */
  expected: z.array(z.number()),
  actual: z.array(z.number()),
});
export type ColumnDrift = z.infer<typeof columnDriftSchema>;

/** The name of the ranker's own score among the columns. */
export const SCORE_COLUMN = "score";

/** What was served last against the training window of the ranker that served it (`kind` "drift"). */
export const driftReportSchema = z.object({
  version: z.string(),
  /** Epoch ms of the oldest and the newest answer looked at. */
  from: z.number(),
  to: z.number(),
  answers: z.number().int(),
  rows: z.number().int(),
  /** The most drifted first. */
  columns: z.array(columnDriftSchema),
});
export type DriftReport = z.infer<typeof driftReportSchema>;
