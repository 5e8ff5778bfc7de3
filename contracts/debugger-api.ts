import { z } from "zod";
import { ruleInputSchema } from "./admin-api.ts";
import { explainResponseSchema, previewResponseSchema } from "./debugger.ts";
import { freeTextSchema } from "./free-text.ts";
import { itemIdSchema, opaqueIdSchema, visitorIdSchema } from "./identifiers.ts";
import { MAX_RAIL_ITEMS } from "./limits.ts";
import { placementSchema } from "./placements.ts";
import { productCardSchema } from "./shop-api.ts";

/** A page on which a rail stands, or a list is re-ranked, and for whom. */
const sceneShape = {
  placement: placementSchema,
  /** The product that the page is about, or that lies in the cart. */
  itemId: itemIdSchema.optional(),
  /** Of a list that is re-ranked: its category, or the words searched for. */
  category: z.string().min(1).max(64).optional(),
  words: freeTextSchema(200).trim().optional(),
  /** An address, an account's id, a visitor's or a session's; absent: a stranger. */
  who: freeTextSchema(254).trim().optional(),
  limit: z.number().int().min(1).max(MAX_RAIL_ITEMS).default(12),
};

/** `POST /api/admin/debugger`. */
export const debugQuerySchema = z.strictObject({
  ...sceneShape,
  /** "Why not this?" */
  wanted: z.array(itemIdSchema).max(20).default([]),
});
export type DebugQuery = z.infer<typeof debugQuerySchema>;

/** Whom an answer was made for. */
const subjectSchema = z.object({
  kind: z.enum(["stranger", "account", "visitor", "session"]),
  name: z.string(),
  userId: z.uuid().optional(),
  visitorId: visitorIdSchema.optional(),
  sessionId: opaqueIdSchema.optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** Products that an answer speaks of, as cards, by id. */
const productsSchema = z.record(itemIdSchema, productCardSchema);

export const debugAnswerSchema = z.object({
  subject: subjectSchema,
  answer: explainResponseSchema,
  products: productsSchema,
});
export type DebugAnswer = z.infer<typeof debugAnswerSchema>;

/** `POST /api/admin/rules/preview`: the shop's rules with this draft, against those that hold. */
export const rulePreviewQuerySchema = z.strictObject({
  ...sceneShape,
  draft: ruleInputSchema,
  /** The rule that the draft takes the place of. */
  replaces: z.uuid().optional(),
});
export type RulePreviewQuery = z.infer<typeof rulePreviewQuerySchema>;

export const rulePreviewSchema = z.object({
  subject: subjectSchema,
  preview: previewResponseSchema,
  products: productsSchema,
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;
