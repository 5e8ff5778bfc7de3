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
 * How a champion does beside the blend, which would serve without it (`kind` "champion"): in its
 * present week, day and five minutes, in this order. In its guardrails `canary` is the champion's
 * figure, and `champion` the blend's.
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

const valueSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
const count = z.number().int().nonnegative();

/** Why a ranker's value cannot be told from the log. */
const unknownReasons = ["few_draws", "impossible", "little_overlap", "few_presses"] as const;

const policySchema = z.object({
  /** `blend`, or a version of the trained ranker. */
  ranker: z.string(),
  /** `tried`: an experiment names it. */
  stage: z.enum(["champion", "canary", "shadow", "tried"]).optional(),
  /** Share of the draws in which its choice had no chance. */
  impossible: z.number(),
  /** Draws that came out as it would have chosen, and the presses of them. */
  agreed: count,
  presses: count,
  /** Draws that are left when they are weighed (Kish). */
  effective: z.number(),
  /** Share of cards pressed, had it chosen them: each with its 95 % interval. */
  ips: valueSchema.optional(),
  snips: valueSchema.optional(),
  robust: valueSchema.optional(),
  /** Instead of them: why it cannot be said. */
  unknown: z.enum(unknownReasons).optional(),
});
export type PolicyEstimate = z.infer<typeof policySchema>;

/**
 * What rankers would have got that did not serve, worked out from SERVED and the archive (`kind`
 * "policies"): of the slots whose card was drawn by chance, had they chosen it from the same items.
 */
export const policyReportSchema = z.object({
  /** Epoch ms of the oldest and the newest answer that was read. */
  from: z.number(),
  to: z.number(),
  /** Answers by rail, and those of them in which a card was drawn; of all others nothing can be told. */
  places: z.array(z.object({ placement: z.string(), answers: count, drawn: count })),
  /** Draws whose card was seen, for a visitor of whom something was known. */
  seen: count,
  /** Share of them that was pressed; absent without any. */
  actual: valueSchema.optional(),
  policies: z.array(policySchema),
});
export type PolicyReport = z.infer<typeof policyReportSchema>;

/** How well each source knew what came next (`kind` "sources"), of the visits that were predicted last. */
export const sourcesReportSchema = z.object({
  sources: z.array(
    z.object({
      name: z.string(),
      /** Of a model that is trained in batch. */
      version: z.string().optional(),
      visits: count,
      recallAt20: z.number(),
      mrrAt20: z.number(),
      /** Of decayed popularity, on the same visits. */
      besideRecall: z.number(),
      besideMrr: z.number(),
    }),
  ),
});
export type SourcesReport = z.infer<typeof sourcesReportSchema>;

/** Trainings that were begun by themselves, the newest first (`kind` "trainings"). */
export const trainingsReportSchema = z.object({
  trainings: z.array(
    z.object({
      /** Epoch ms. */
      at: z.number(),
      tookMs: z.number().optional(),
      /** In words. */
      reason: z.string(),
      /** `stopped`: by whoever stopped the program. */
      outcome: z.enum(["running", "done", "failed", "stopped"]),
    }),
  ),
});
export type TrainingsReport = z.infer<typeof trainingsReportSchema>;
