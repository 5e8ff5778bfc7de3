import { z } from "zod";
import { itemIdSchema, opaqueIdSchema } from "./identifiers.ts";
import { imageSchema } from "./shop-api.ts";

/** Of one variant, in one cart. */
export const MAX_QUANTITY = 99;
/** Lines in one cart. */
export const MAX_CART_LINES = 200;

export const skuSchema = opaqueIdSchema;
const minor = z.number().int();
const quantitySchema = z.number().int().min(1).max(MAX_QUANTITY);

/**
 * `POST /api/cart/lines`: so many more of a variant; of a product, that is the cheapest of its
 * variants that is there.
 */
export const addLineSchema = z
  .strictObject({
    sku: skuSchema.optional(),
    itemId: itemIdSchema.optional(),
    quantity: quantitySchema.default(1),
    /** The recommendation that led here. */
    requestId: opaqueIdSchema.optional(),
  })
  .refine(({ sku, itemId }) => (sku === undefined) !== (itemId === undefined), {
    path: ["sku"],
    message: "Name a variant or a product",
  });
export type AddLine = z.infer<typeof addLineSchema>;

/** Its answer: what the cart holds of it now, which is less than asked for where stock ends. */
export const addedLineSchema = z.object({
  sku: z.string(),
  itemId: itemIdSchema,
  title: z.string(),
  quantity: minor,
  added: minor,
  available: minor,
  priceMinor: minor,
  currency: z.string(),
  /** Pieces in the whole cart. */
  count: minor,
});
export type AddedLine = z.infer<typeof addedLineSchema>;

/** `POST /api/cart/bundles`: several at once, all of them or none. */
export const addBundleSchema = z.strictObject({
  lines: z.array(addLineSchema).min(1).max(MAX_CART_LINES),
});

/** Its answer: what the cart holds of each now, in the order in which they were named. */
export const addedBundleSchema = z.object({
  lines: z.array(addedLineSchema),
  /** Pieces in the whole cart. */
  count: minor,
});
export type AddedBundle = z.infer<typeof addedBundleSchema>;

/** `PATCH /api/cart/lines/{sku}`: exactly so many; 0 takes it out. */
export const setLineSchema = z.strictObject({
  quantity: z.number().int().min(0).max(MAX_QUANTITY),
});

export const cartLineSchema = z.object({
  sku: z.string(),
  itemId: itemIdSchema,
  slug: z.string(),
  title: z.string(),
  options: z.record(z.string(), z.string()),
  image: imageSchema.optional(),
  tint: z.string(),
  quantity: minor,
  priceMinor: minor,
  /** Price × quantity. */
  totalMinor: minor,
  /** What it cost when it was put in, where that was another price. */
  priceBeforeMinor: minor.optional(),
  /** Pieces that can be had. */
  available: minor,
  /** `short`: fewer are left than wanted; `gone`: it is not sold any more, and not in the sum. */
  state: z.enum(["ok", "short", "sold_out", "gone"]),
});
export type CartLine = z.infer<typeof cartLineSchema>;

/** Why a code takes nothing off. */
export const discountProblems = [
  "unknown",
  "not_yet",
  "over",
  "used_up",
  "used_by_you",
  "below_minimum",
  "not_for_these",
] as const;
export type DiscountProblem = (typeof discountProblems)[number];

export const cartSchema = z.object({
  lines: z.array(cartLineSchema),
  /** Pieces. */
  count: minor,
  currency: z.string(),
  /** Goods that are still sold. */
  subtotalMinor: minor,
  discount: z
    .object({
      code: z.string(),
      amountMinor: minor,
      freeShipping: z.boolean(),
      problem: z.enum(discountProblems).optional(),
      /** For `below_minimum`. */
      minSubtotalMinor: minor.optional(),
    })
    .optional(),
  /** Goods less discount; what delivery and tax add is said at checkout. */
  totalMinor: minor,
});
export type Cart = z.infer<typeof cartSchema>;

export const cartDiscountSchema = z.strictObject({
  code: z.string().trim().toUpperCase().min(1).max(40),
});

/** `POST /api/cart/share`: a link that others may take the lines over by. */
export const cartShareSchema = z.object({
  token: z.string(),
  url: z.string(),
  expiresAt: z.string(),
});
export const shareTokenSchema = z.string().regex(/^[0-9a-f]{32}$/);
/** `GET /api/cart/shared/{token}`: the lines, at today's prices. */
export const sharedCartSchema = z.object({
  lines: z.array(cartLineSchema),
  currency: z.string(),
  /** Of what is not sold out. */
  subtotalMinor: minor,
});
export type SharedCart = z.infer<typeof sharedCartSchema>;

/** Lines in one permalink. */
export const MAX_PERMALINK_LINES = 20;
/** `lines` of a permalink, `<sku>:<n>,<sku>:<n>`; without `:<n>` one piece. A variant counts once. */
export const permalinkSchema = z
  .string()
  .max(2_000)
  .transform((text) => {
    const wanted = text.split(",").filter(Boolean);
    const lines = wanted.map((part) => /^(.+?)(?::(\d{1,2}))?$/.exec(part)?.slice(1) ?? []);
    const quantities = new Map<string, number>();
    for (const [sku = "", count = "1"] of lines) {
      quantities.set(sku, Math.min(MAX_QUANTITY, (quantities.get(sku) ?? 0) + Number(count)));
    }
    return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
  })
  .pipe(
    z
      .array(z.object({ sku: skuSchema, quantity: quantitySchema }))
      .min(1)
      .max(MAX_PERMALINK_LINES),
  );
export type Permalink = z.output<typeof permalinkSchema>;
/** `GET /api/cart/with/{lines}`: what the link would put in, at today's prices. */
export const permalinkCartSchema = sharedCartSchema.extend({
  /** Variants of the link that there are not, or not any more. */
  unknown: z.array(z.string()),
});
export type PermalinkCart = z.infer<typeof permalinkCartSchema>;

/** `GET /api/currencies`: what one unit of the shop's currency is shown as in another. */
export const currenciesSchema = z.object({
  currency: z.string(),
  rates: z.array(z.object({ currency: z.string(), rate: z.number().positive() })),
});
export type Currencies = z.infer<typeof currenciesSchema>;
