import { z } from "zod";
import { modelStages } from "./model-stages.ts";

const count = z.number().int().nonnegative();

/** `GET /v1/status?shop=…` of a model server: how one shop's models stand in this process. */
export const modelServerStatusSchema = z.object({
  at: z.number(),
  /** It decides for all servers: canaries, the blend, drift. */
  elected: z.boolean(),
  products: count,
  vectors: count,
  /** Session steps that its views hold. */
  steps: count,
  /** Trained models that it has loaded for a stage. */
  loaded: z.array(
    z.object({
      name: z.string(),
      stage: z.enum(modelStages),
      version: z.string(),
      share: z.number(),
    }),
  ),
  /** Versions of the ranker that it has loaded since arms of experiments name them, whatever their stage. */
  tried: z.array(z.string()).default([]),
  index: z.object({
    /** `exact`: so few vectors that all are scanned. */
    kind: z.enum(["exact", "graph"]),
    /** Builds so far, and those that failed. */
    builds: count,
    failedBuilds: count,
    building: z.boolean(),
    /** Candidates that a search of the graph keeps. */
    ef: count,
    /** Vectors that the graph holds wrongly or not at all, and those of them that queries scan. */
    dirty: count,
    side: count,
  }),
  /** Share of the true nearest items that the graph found, on sampled queries; absent before one was. */
  recall: z.object({ mean: z.number(), samples: count }).optional(),
  /** Lengths of the items' learnt vectors; absent without any. */
  norms: z
    .object({ p10: z.number(), p50: z.number(), p90: z.number(), max: z.number() })
    .optional(),
});
export type ModelServerStatus = z.infer<typeof modelServerStatusSchema>;
