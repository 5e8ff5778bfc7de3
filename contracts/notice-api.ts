import { z } from "zod";
import { itemIdSchema, opaqueIdSchema } from "./identifiers.ts";
import { productCardSchema } from "./shop-api.ts";

const noticeKindSchema = z.enum(["back_in_stock", "price_drop"]);
export type NoticeKind = z.infer<typeof noticeKindSchema>;

/** `POST /api/notices`: "tell me when". */
export const noticeInputSchema = z.strictObject({
  kind: noticeKindSchema,
  sku: opaqueIdSchema,
  /** Of a guest; a member's letter goes to the address of the account. */
  email: z.email().max(254).optional(),
});
export type NoticeInput = z.infer<typeof noticeInputSchema>;

/** What happens next. The answer is the same whether the address was known before or not. */
export const noticeAnswerSchema = z.object({ next: z.enum(["watching", "confirm_by_mail"]) });

/** The link of a letter: which notice, and that it was truly in a letter of ours. */
export const noticeLinkSchema = z.strictObject({
  id: z.uuid(),
  token: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a link of a letter is about. */
export const linkedNoticeSchema = z.object({
  kind: noticeKindSchema,
  product: productCardSchema.optional(),
});

/** A notice as its owner sees it. */
const noticeSchema = z.object({
  id: z.uuid(),
  kind: noticeKindSchema,
  itemId: itemIdSchema,
  sku: z.string(),
  options: z.record(z.string(), z.string()),
  /** The price that a drop is measured from, in minor units. */
  priceMinor: z.number().int().optional(),
  askedAt: z.iso.datetime(),
  /** False until the link in the letter was followed. */
  confirmed: z.boolean(),
  /** When the letter went out; absent while it waits. */
  sentAt: z.iso.datetime().optional(),
  product: productCardSchema.optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** `GET /api/account/notices`: the newest first. */
export const noticeListSchema = z.object({ notices: z.array(noticeSchema) });
