import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import { modelFiguresSchema } from "./model-figures.ts";
import {
  canaryReportSchema,
  championReportSchema,
  driftReportSchema,
  policyReportSchema,
  sourcesReportSchema,
  trainingsReportSchema,
} from "./model-reports.ts";
import { modelServerStatusSchema } from "./model-server-status.ts";
import { canaryShares, modelStages } from "./model-stages.ts";

/** What the ops' endpoints about trained models take and answer. Times are ISO 8601. */

const instantSchema = z.iso.datetime();
const stageSchema = z.enum(modelStages);
const reasonSchema = freeTextSchema(500).trim().default("");

export const modelNameSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

const storedModelSchema = z.object({
  name: modelNameSchema,
  version: z.string(),
  stage: stageSchema,
  /** Of all visitors, that it answers. */
  trafficShare: z.number(),
  createdAt: instantSchema,
  stageChangedAt: instantSchema.optional(),
  /** When it became champion first; absent for one that never was, or that was rolled back. */
  championedAt: instantSchema.optional(),
  kind: z.string(),
  trainedOn: z.object({
    dataset: z.string(),
    from: instantSchema,
    to: instantSchema,
    events: z.number(),
  }),
  /** As measured by its training, each with its 95 % interval. */
  metrics: z.record(
    z.string(),
    z.object({ value: z.number(), low: z.number().optional(), high: z.number().optional() }),
  ),
  /** What all servers saw of it in its present stage, at its present share, within the last day. */
  figures: modelFiguresSchema.optional(),
});
export type StoredModel = z.infer<typeof storedModelSchema>;

const pointSchema = z.object({
  /** Epoch seconds, the beginning of the step. */
  at: z.number(),
  /** MRR@20 and recall@20 of what came next; null where nothing was predicted. */
  mrr: z.number().nullable(),
  recall: z.number().nullable(),
  /** Of what it is held against, on the same visits: the champion, or for a champion the blend. */
  besideMrr: z.number().nullable(),
  /** p99 of its answers in ms. */
  p99Ms: z.number().nullable(),
});

/** `GET /api/ops/models`. */
export const modelListSchema = z.object({
  /** By name, the newest first. */
  models: z.array(storedModelSchema),
  /** The last word on each name's canary. */
  canaries: z.array(canaryReportSchema.extend({ name: modelNameSchema, at: instantSchema })),
  /** The last word on each name's champion, where it is held against what would serve without it. */
  champions: z.array(championReportSchema.extend({ name: modelNameSchema, at: instantSchema })),
  /** How well each source and batch model knew the next visits; absent before anything was predicted. */
  sources: sourcesReportSchema.extend({ at: instantSchema }).optional(),
  /** What rankers would have got that did not serve, worked out from the log of what was served. */
  policies: policyReportSchema.extend({ at: instantSchema }).optional(),
  /** The trainings that were begun by themselves last, the newest first. */
  trainings: trainingsReportSchema.shape.trainings,
  /** Of the rankers that were tried out or served, over the time asked for. */
  series: z.array(
    z.object({ version: z.string(), stage: stageSchema, points: z.array(pointSchema) }),
  ),
  /** What was taken back in the last week, by a person or a guardrail. */
  rollbacks: z.number().int(),
  /** Absent when the model server does not answer. */
  server: modelServerStatusSchema.optional(),
});
export type ModelList = z.infer<typeof modelListSchema>;

/** The time that figures over time are of, epoch seconds. */
export const modelQuerySchema = z.object({
  from: z.coerce.number().int().nonnegative().optional(),
  to: z.coerce.number().int().nonnegative().optional(),
});

/** `POST /api/ops/models/{name}/{version}/stage`. */
export const stageChangeInputSchema = z.strictObject({
  to: stageSchema,
  /** Of a canary: the share of visitors that it answers. */
  trafficShare: z.union(canaryShares.map((share) => z.literal(share))).optional(),
  reason: reasonSchema,
});

/** `POST /api/ops/models/{name}/rollback`. */
export const rollbackInputSchema = z.strictObject({ reason: reasonSchema });

/** What changed, of this name and of those that go with it; nothing when all was so already. */
export const stageChangesSchema = z.object({
  changes: z.array(
    z.object({
      ...{ name: modelNameSchema, version: z.string() },
      ...{ from: stageSchema, to: stageSchema },
    }),
  ),
});

/** `GET /api/ops/drift`: the last report on the ranker that serves; absent before there was one. */
export const driftAnswerSchema = z.object({
  report: driftReportSchema.optional(),
  at: instantSchema.optional(),
  /** The ranker that serves now; absent where none does. */
  champion: z.string().optional(),
});
export type DriftAnswer = z.infer<typeof driftAnswerSchema>;
