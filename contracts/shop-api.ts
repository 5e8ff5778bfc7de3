import { z } from "zod";
import { itemIdSchema, shopIdSchema } from "./identifiers.ts";

/** What the catalogue endpoints of the edge answer. Prices in minor units. */
export const imageSchema = z.object({ url: z.string(), alt: z.string() });

/** A product as a card shows it. */
export const productCardSchema = z.object({
  itemId: itemIdSchema,
  slug: z.string(),
  title: z.string(),
  brand: z.string(),
  priceMinor: z.number().int(),
  currency: z.string(),
  image: imageSchema.optional(),
  /** Name of the tint behind the picture. */
  tint: z.string(),
  inStock: z.boolean(),
  isNew: z.boolean(),
  /** Of its reviews; absent while there is none. */
  rating: z.object({ average: z.number(), count: z.number().int() }).optional(),
  /** Its title is in the language that was asked for, not the shop's own. */
  translated: z.literal(true).optional(),
});
export type ProductCard = z.infer<typeof productCardSchema>;

export const categorySchema = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  tint: z.string(),
  parentSlug: z.string().optional(),
  productCount: z.number().int(),
  /** A picture that stands for it: of one of its products. */
  image: imageSchema.optional(),
});
export type Category = z.infer<typeof categorySchema>;

/** `GET /api/shop`. Categories in display order, parents and children in one list. */
export const shopInfoSchema = z.object({
  id: shopIdSchema,
  name: z.string(),
  currency: z.string(),
  locale: z.string(),
  simulated: z.boolean(),
  provenance: z.string(),
  /** Its provenance is in the language that was asked for, not the shop's own. */
  translated: z.literal(true).optional(),
  /** In how many working days goods arrive; absent where nothing is delivered. */
  delivery: z.object({ minDays: z.number().int(), maxDays: z.number().int() }).optional(),
  categories: z.array(categorySchema),
});
export type ShopInfo = z.infer<typeof shopInfoSchema>;

/** `GET /api/products`: one page of a list. */
export const productListSchema = z.object({
  items: z.array(productCardSchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type ProductList = z.infer<typeof productListSchema>;

/** `GET /api/products/changes`: what a sitemap needs to know of products, page by page. */
export const productChangesSchema = z.object({
  items: z.array(z.object({ slug: z.string(), changedAt: z.iso.datetime() })),
  page: z.number().int(),
  pages: z.number().int(),
});
export type ProductChanges = z.infer<typeof productChangesSchema>;

export const productSortSchema = z.enum([
  "relevance",
  "newest",
  "price_asc",
  "price_desc",
  "title",
]);

/** `GET /api/products/:slug`. */
export const productDetailSchema = productCardSchema.extend({
  description: z.string(),
  /** The description, too, is in the language that was asked for. */
  describedInLanguage: z.literal(true).optional(),
  attributes: z.record(z.string(), z.string()),
  images: z.array(imageSchema),
  /** From the root to the leaf. */
  categoryPath: z.array(z.object({ slug: z.string(), name: z.string() })),
  variants: z.array(
    z.object({
      sku: z.string(),
      options: z.record(z.string(), z.string()),
      priceMinor: z.number().int(),
      available: z.number().int(),
    }),
  ),
  version: z.number().int(),
});
export type ProductDetail = z.infer<typeof productDetailSchema>;

/** `GET /api/consent` and `POST` with the choice. */
export const consentSchema = z.strictObject({ choice: z.enum(["granted", "denied"]) });
export const consentStateSchema = z.object({ choice: z.enum(["granted", "denied", "unknown"]) });
export type ConsentState = z.infer<typeof consentStateSchema>;
