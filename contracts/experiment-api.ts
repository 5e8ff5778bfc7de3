import { z } from "zod";
import {
  armSchema,
  experimentKindSchema,
  experimentNameSchema,
  INTERLEAVED,
  MAX_ARMS,
  rampSchema,
  targetingSchema,
} from "./experiments.ts";
import { freeTextSchema } from "./free-text.ts";
import { placementSchema } from "./placements.ts";

/** What the endpoints of experiments take and answer. Times are ISO 8601, money in minor units. */

/** Chance of telling two arms apart that are alike, in all looks and comparisons together. */
export const EXPERIMENT_ALPHA = 0.05;
export const EXPERIMENT_POWER = 0.8;
/** Shares of visitors that are as unlikely as this say that the experiment is broken. */
export const SAMPLE_RATIO_ALARM = 0.01;
/** The least share of an arm whose share adapts: what was shown can always be weighed. */
export const ADAPTIVE_FLOOR = 0.05;

/** Rails that carry their arms: each says what of it was seen. */
export const experimentPlacements = [
  "home_for_you",
  "because_you_viewed",
  "similar",
  "trending",
  "cart",
] as const;

/** What an experiment may be for. */
export const experimentMetricSchema = z.enum([
  "click_through",
  "add_to_cart",
  "conversion",
  "revenue_per_session",
]);
export type ExperimentMetric = z.infer<typeof experimentMetricSchema>;
/** All that is measured; `latency` only warns. */
export const measuredMetricSchema = z.enum([...experimentMetricSchema.options, "latency"]);
export type MeasuredMetric = z.infer<typeof measuredMetricSchema>;

export const experimentStateSchema = z.enum(["draft", "running", "paused", "decided"]);
export type ExperimentState = z.infer<typeof experimentStateSchema>;

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

const fields = {
  name: experimentNameSchema,
  kind: experimentKindSchema.default("fixed"),
  /** What one expects, and why. */
  hypothesis: freeTextSchema(500).default(""),
  /** Experiments of one layer share its visitors; those of different layers are independent. */
  layer: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default("rails"),
  layerShare: z.number().min(0.01).max(1).default(1),
  metric: experimentMetricSchema.default("click_through"),
  /** The least relative change of the metric that is worth finding. */
  effect: z.number().min(0.001).max(1).default(0.05),
  arms: z.array(armSchema).min(2).max(MAX_ARMS),
  targeting: targetingSchema.extend({
    placements: z.array(z.enum(experimentPlacements)).min(1),
  }),
  ramp: rampSchema.default([]),
};

/** `POST /api/ops/experiments`, `PUT /api/ops/experiments/{id}`: a draft. */
export const experimentInputSchema = z.strictObject(fields).superRefine((input, context) => {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const { arms, kind, ramp, metric } = input;
  const total = arms.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-6) issue(["arms"], "the shares of the arms have to add up to 100 %");
  if (arms.some(({ share }) => share <= 0)) issue(["arms"], "every arm needs a share");
  if (new Set(arms.map(({ name }) => name)).size < arms.length) {
    issue(["arms"], "two arms have the same name");
  }
  if (arms.some(({ name }) => name === INTERLEAVED)) {
    issue(["arms"], `no arm can be called ${INTERLEAVED}: it stands for both of two rankers`);
  }
  if (kind === "interleaved") {
    if (arms.length !== 2) issue(["arms"], "interleaving is between two arms");
    if (metric !== "click_through") issue(["metric"], "interleaving is decided by clicks");
    if (arms.some(({ settings: { shown, title, cards } }) => shown === false || title || cards)) {
      issue(
        ["arms"],
        "both fill one rail: they can differ in ranker, variety and exploration only",
      );
    }
  }
  if (kind === "adaptive" && arms.some(({ share }) => share < ADAPTIVE_FLOOR)) {
    issue(["arms"], `every arm needs ${ADAPTIVE_FLOOR * 100} % at least`);
  }
  if (ramp.some(({ hours }, at) => at > 0 && hours <= ramp[at - 1]!.hours)) {
    issue(["ramp"], "the steps have to be in the order of time");
  }
  if (ramp.some(({ share }, at) => at > 0 && share < ramp[at - 1]!.share)) {
    issue(["ramp"], "each step lets in at least as many as the one before");
  }
});
export type ExperimentInput = z.infer<typeof experimentInputSchema>;

export const storedExperimentSchema = z.object({
  ...fields,
  id: z.uuid(),
  state: experimentStateSchema,
  plannedVisitors: count.optional(),
  visitors: count,
  createdAt: instant,
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  /** The arm that was decided for. */
  decision: z.string().optional(),
  reason: z.string().optional(),
  /** The settings of that arm hold for everybody. */
  kept: z.boolean(),
});
export type StoredExperiment = z.infer<typeof storedExperimentSchema>;
export const experimentListSchema = z.object({ experiments: z.array(storedExperimentSchema) });

const liftSchema = z.object({
  /** Of the metric, to the control's; absent where that is 0. */
  relative: z.number().optional(),
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  pValue: z.number(),
});
export type ArmLift = z.infer<typeof liftSchema>;

export const metricResultSchema = z.object({
  metric: measuredMetricSchema,
  /** Share of the variance that the visitors' past explains. */
  explained: z.number(),
  /** In the order of the arms. */
  arms: z.array(z.object({ value: z.number().optional(), lift: liftSchema.optional() })),
});
export type MetricResult = z.infer<typeof metricResultSchema>;

const policySchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

export const experimentResultSchema = z.object({
  at: instant,
  arms: z.array(
    z.object({
      name: z.string(),
      share: z.number(),
      visitors: count,
      sessions: count,
      impressions: count,
      /** Of them: those of rails that another ranker ordered than the one that the arm names. */
      standIns: count.default(0),
      clicks: count,
      carts: count,
      orders: count,
      revenueMinor: count,
    }),
  ),
  /** Whether visitors came in the shares that were set; absent where shares adapt. */
  sampleRatio: z.object({ pValue: z.number(), broken: z.boolean() }).optional(),
  metrics: z.array(metricResultSchema),
  /** Of interleaved rankers: the second's part of all credit, and by how much it is ahead. */
  preference: z
    .object({
      first: count,
      second: count,
      share: z.number().optional(),
      lift: liftSchema.omit({ relative: true }).optional(),
    })
    .optional(),
  /** Where shares adapt: what each arm would come to if everybody had it. */
  policies: z
    .array(
      z.object({
        arm: z.string(),
        /** Visitors that are left when they are weighed (Kish): of few, intervals tell little. */
        effective: z.number().optional(),
        ips: policySchema.optional(),
        snips: policySchema.optional(),
        robust: policySchema.optional(),
      }),
    )
    .optional(),
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;

/** `GET /api/ops/experiments/{id}`. */
export const experimentDetailSchema = storedExperimentSchema.extend({
  result: experimentResultSchema,
  /** The deciding metric over time, the oldest first. */
  history: z.array(experimentResultSchema.pick({ at: true, metrics: true, sampleRatio: true })),
  currency: z.string(),
  /** The shoppers of this shop are simulated, all or most: say so beside the figures. */
  simulated: z.boolean(),
});
export type ExperimentDetail = z.infer<typeof experimentDetailSchema>;

/** `POST /api/ops/experiments/{id}/state`. */
export const stateChangeSchema = z
  .strictObject({
    to: z.enum(["running", "paused", "decided"]),
    /** The arm that is decided for; with `decided`. */
    arm: z.string().optional(),
    /** Whether its settings hold for everybody from now on. */
    keep: z.boolean().default(false),
    reason: freeTextSchema(500).trim().default(""),
  })
  .refine(({ to, arm }) => to !== "decided" || arm !== undefined, {
    path: ["arm"],
    message: "say which arm it is to be",
  })
  .refine(({ to, reason }) => to !== "decided" || reason !== "", {
    path: ["reason"],
    message: "say why",
  });
export type StateChange = z.infer<typeof stateChangeSchema>;

/** `POST /api/ops/experiments/plan`: how large it would have to be. */
export const planQuestionSchema = z.strictObject({
  metric: experimentMetricSchema.default("click_through"),
  effect: z.number().min(0.001).max(1).default(0.05),
  arms: z.number().int().min(2).max(MAX_ARMS).default(2),
  placements: z.array(placementSchema).min(1),
  layerShare: z.number().min(0.01).max(1).default(1),
});
export type PlanQuestion = z.infer<typeof planQuestionSchema>;

export const planAnswerSchema = z.object({
  /** The metric now, of how many visitors it is known, and how many come a day. */
  baseline: z.number(),
  deviation: z.number(),
  visitorsSeen: count,
  visitorsPerDay: z.number(),
  /** Absent where nothing is known of the metric. */
  plan: z
    .object({
      visitorsPerArm: count,
      visitorsPerArmFixed: count,
      days: z.number().optional(),
    })
    .optional(),
});
export type PlanAnswer = z.infer<typeof planAnswerSchema>;
