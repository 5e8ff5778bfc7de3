import { z } from "zod";
import { itemIdSchema } from "./identifiers.ts";
import { MAX_RULES, ruleKindSchema, ruleSchema } from "./merchandising.ts";
import {
  itemExplanationSchema,
  recommendRequestSchema,
  recommendResponseSchema,
} from "./recommend.ts";

/** What keeps an item out of an answer before anybody ranks it. */
export const refusalSchema = z.enum([
  "unknown_item",
  "not_published",
  "out_of_stock",
  "hidden_by_visitor",
  "own_product",
  "excluded_by_request",
  "excluded_by_rule",
  "is_the_page",
  "in_cart",
  "not_a_candidate",
  "other_category",
  "outside_price_range",
  "not_alike",
]);
export type Refusal = z.infer<typeof refusalSchema>;

/** Why an item is, or is not, in the list. */
export const verdictSchema = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("shown"), position: z.number().int() }),
  z.strictObject({
    code: z.literal("filtered"),
    refusal: refusalSchema,
    /** Of `excluded_by_rule`. */
    rule: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  }),
  /** No source proposed it: nothing that is known of the visitor leads to it. */
  z.strictObject({ code: z.literal("not_retrieved") }),
  /** A kill switch has turned the placement off. */
  z.strictObject({ code: z.literal("switched_off") }),
  /** It was ranked, and others were better: its place, from 1, of so many. */
  z.strictObject({ code: z.literal("ranked_below"), rank: z.number().int(), of: z.number().int() }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

/** `POST /v1/explain` on the model server. */
export const explainRequestSchema = recommendRequestSchema.extend({
  /** Items to be told of, whether they are in the list or not. */
  wanted: z.array(itemIdSchema).max(20).default([]),
});
export type ExplainRequest = z.infer<typeof explainRequestSchema>;

/** The answer of `POST /v1/explain`: `recommendation.explanations` has every item that is shown. */
export const explainResponseSchema = z.strictObject({
  recommendation: recommendResponseSchema,
  /** What the answer went by. */
  situation: z.strictObject({
    anchor: itemIdSchema.optional(),
    /** Items that item-to-item sources started from. */
    seeds: z.array(itemIdSchema),
    /** Newest first. */
    interests: z.array(
      z.strictObject({
        itemId: itemIdSchema,
        type: z.string(),
        occurredAt: z.number().optional(),
        inSession: z.boolean(),
      }),
    ),
    hidden: z.array(itemIdSchema),
    bought: z.array(itemIdSchema),
    hasSessionVector: z.boolean(),
    hasUserFactor: z.boolean(),
  }),
  /** Candidates of each source, after filtering. */
  candidates: z.record(z.string(), z.number().int()),
  ranked: z.number().int(),
  /** Rules that hold in this place now, in their order. */
  rules: z.array(z.strictObject({ id: z.string(), name: z.string(), kind: ruleKindSchema })),
  switchesOff: z.array(z.string()),
  wanted: z.array(
    z.strictObject({
      itemId: itemIdSchema,
      title: z.string().optional(),
      verdict: verdictSchema,
      /** Of an item that was ranked. */
      explanation: itemExplanationSchema.optional(),
    }),
  ),
});
export type ExplainResponse = z.infer<typeof explainResponseSchema>;

/** `POST /v1/preview` on the model server: what these rules would do, in place of those that hold. */
export const previewRequestSchema = z.strictObject({
  request: recommendRequestSchema,
  rules: z.array(ruleSchema).max(MAX_RULES),
});
export type PreviewRequest = z.infer<typeof previewRequestSchema>;

export const previewResponseSchema = z.strictObject({
  /** With the rules that hold now. */
  before: recommendResponseSchema,
  /** With those of the request; `explanations` says which moved what. */
  after: recommendResponseSchema,
  /** Items whose place differs; −1: not in that list. */
  moved: z.array(
    z.strictObject({
      itemId: itemIdSchema,
      title: z.string(),
      from: z.number().int(),
      to: z.number().int(),
    }),
  ),
});
export type PreviewResponse = z.infer<typeof previewResponseSchema>;
