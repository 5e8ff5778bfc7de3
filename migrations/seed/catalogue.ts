import { productTranslationSchema } from "@slipstream/contracts/translations";
import { z } from "zod";

const slugSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const seedCategorySchema = z.strictObject({
  slug: slugSchema,
  name: z.string().min(1),
  parent: slugSchema.optional(),
  /** Key of the illustrations' tints. */
  tint: z.string(),
  description: z.string(),
  /** The same in other languages, by language. */
  translations: z
    .record(z.string(), z.strictObject({ name: z.string().min(1), description: z.string() }))
    .optional(),
});
export type SeedCategory = z.infer<typeof seedCategorySchema>;

const seedVariantSchema = z.strictObject({
  sku: z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/),
  options: z.record(z.string(), z.string()),
  priceMinor: z.number().int().positive(),
  stock: z.number().int().nonnegative(),
});
export type SeedVariant = z.infer<typeof seedVariantSchema>;

const seedProductSchema = z.strictObject({
  /** Stable across releases. */
  id: slugSchema.max(40),
  slug: slugSchema,
  title: z.string().min(1),
  description: z.string(),
  /** Slug of a leaf category. */
  category: slugSchema,
  brand: z.string(),
  attributes: z.record(z.string(), z.string()),
  /** The lowest price among the variants. */
  priceMinor: z.number().int().positive(),
  currency: z.string().length(3),
  consumable: z.boolean(),
  variants: z.array(seedVariantSchema).min(1),
  images: z.array(z.strictObject({ path: z.string().startsWith("/"), alt: z.string() })).min(1),
  createdAt: z.iso.datetime(),
  /** Its texts in other languages, by language. */
  translations: z.record(z.string(), productTranslationSchema).optional(),
});
export type SeedProduct = z.infer<typeof seedProductSchema>;

/** A shop's whole catalogue, as the seed loads it: our own demo, or one made from a data set. */
export const seedCatalogueSchema = z.strictObject({
  categories: z.array(seedCategorySchema),
  products: z.array(seedProductSchema),
});
export type SeedCatalogue = z.infer<typeof seedCatalogueSchema>;
