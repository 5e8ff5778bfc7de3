import { z } from "zod";
import { freeTextSchema, paragraphsSchema } from "./free-text.ts";
import { itemIdSchema } from "./identifiers.ts";
import { imageSchema } from "./shop-api.ts";
import { productTranslationSchema, productTranslationsSchema } from "./translations.ts";

/** Variants of one product. */
export const MAX_VARIANTS = 2_500;
/** Options among which one chooses a variant. */
const MAX_OPTIONS = 4;
const MAX_ATTRIBUTES = 40;
export const MAX_PRODUCT_IMAGES = 20;
/** Ten million of any currency with two decimals. */
export const MAX_PRICE_MINOR = 1_000_000_000;
export const MAX_STOCK = 10_000_000;
/** Products that one bulk action may change. */
const MAX_BULK = 200;
export const MAX_PAGE_OF_PRODUCTS = 10_000;
/** Levels of the tree of categories. */
export const MAX_CATEGORY_DEPTH = 12;

const name = (maxLength: number) =>
  freeTextSchema(maxLength).trim().min(1, "this must be filled in");

export const slugSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "a–z, 0–9 and single hyphens between them");

export const skuSchema = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/, "1–64 of A–Z, a–z, 0–9 and . _ -");

/** Short pairs of names and values, such as attributes and options. */
function pairsSchema(options: { max: number; valueLength: number }) {
  return z
    .record(name(40), name(options.valueLength))
    .refine((pairs) => Object.keys(pairs).length <= options.max, {
      message: `at most ${options.max} of them`,
    });
}

export const attributesSchema = pairsSchema({ max: MAX_ATTRIBUTES, valueLength: 200 });
export const optionsSchema = pairsSchema({ max: MAX_OPTIONS, valueLength: 80 });
export const priceMinorSchema = z.number().int().min(0).max(MAX_PRICE_MINOR);
export const stockSchema = z.number().int().min(0).max(MAX_STOCK);
const stockDeltaSchema = z.number().int().min(-MAX_STOCK).max(MAX_STOCK);

export const productStatusSchema = z.enum(["draft", "published", "hidden", "deleted"]);
export type ProductStatus = z.infer<typeof productStatusSchema>;

/** What a product says of itself, without its variants and pictures. */
export const productTextSchema = z.strictObject({
  title: name(200),
  description: paragraphsSchema(20_000),
  brand: freeTextSchema(100).trim(),
  categorySlug: slugSchema,
  attributes: attributesSchema,
  /** Bought again and again: one who has it is not kept from seeing it. */
  consumable: z.boolean(),
  /** The last part of its address; made from the title where absent. */
  slug: slugSchema,
  /** What it is called in other languages, all of them. */
  translations: productTranslationsSchema,
});

export const variantInputSchema = z.strictObject({
  sku: skuSchema,
  options: optionsSchema.default({}),
  priceMinor: priceMinorSchema,
  /** What lies on the shelf; absent: as it is, and 0 of a new one. */
  onHand: stockSchema.optional(),
});
export type VariantInput = z.infer<typeof variantInputSchema>;

const variantsInputSchema = z.array(variantInputSchema).max(MAX_VARIANTS);
const version = z.number().int().min(1);

/** `POST /api/selling/products`. */
export const productCreateSchema = productTextSchema
  .partial()
  .required({ title: true, categorySlug: true })
  .extend({
    status: z.enum(["draft", "published"]).default("draft"),
    variants: variantsInputSchema.default([]),
    /** Whose it is; only those may say so who manage all products. */
    sellerId: z.uuid().optional(),
  });
export type ProductCreate = z.infer<typeof productCreateSchema>;

/** `PATCH /api/selling/products/{id}`: what is absent stays. */
export const productPatchSchema = productTextSchema
  .partial()
  .extend({ version, status: productStatusSchema.optional() });
export type ProductPatch = z.infer<typeof productPatchSchema>;

/** `PUT /api/selling/products/{id}/variants`: all of them, in order; those left out are gone. */
export const variantsPutSchema = z.strictObject({ version, variants: variantsInputSchema });

/** `PATCH /api/selling/products/{id}/variants`: some of them. */
export const variantsPatchSchema = z.strictObject({
  version: version.optional(),
  changes: z
    .array(
      z
        .strictObject({
          sku: skuSchema,
          priceMinor: priceMinorSchema.optional(),
          options: optionsSchema.optional(),
          onHand: stockSchema.optional(),
          /** Moves the stock by so much, whatever it is by now; not together with `onHand`. */
          delta: stockDeltaSchema.optional(),
        })
        .refine(({ onHand, delta }) => onHand === undefined || delta === undefined, {
          path: ["delta"],
          message: "set the stock or move it, not both",
        }),
    )
    .min(1)
    .max(MAX_VARIANTS),
});
export type VariantChange = z.infer<typeof variantsPatchSchema>["changes"][number];

/** `POST /api/selling/stock`: sets what lies on the shelf, or moves it by a difference. */
export const stockChangeSchema = z.strictObject({
  changes: z
    .array(
      z.union([
        z.strictObject({ sku: skuSchema, onHand: stockSchema }),
        z.strictObject({ sku: skuSchema, delta: stockDeltaSchema }),
      ]),
    )
    .min(1)
    .max(MAX_VARIANTS),
});
export type StockChange = z.infer<typeof stockChangeSchema>["changes"][number];

export const stockStateSchema = z.object({
  stock: z.array(
    z.object({ sku: z.string(), onHand: z.number().int(), reserved: z.number().int() }),
  ),
});

/** An address of an uploaded picture: its content's hash, and its largest size. */
export const uploadedUrlPattern = /^\/media\/u\/([0-9a-f]{64})\/(\d{1,5})\.webp$/;

/** `PUT /api/selling/products/{id}/images`: all pictures in order, each with its words. */
export const imagesPutSchema = z.strictObject({
  version,
  images: z
    .array(z.strictObject({ url: z.string().max(300), alt: name(300) }))
    .max(MAX_PRODUCT_IMAGES),
});

/** `POST /api/selling/uploads`. */
export const uploadedSchema = z.object({
  sha256: z.string(),
  url: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type Uploaded = z.infer<typeof uploadedSchema>;

/** `POST /api/selling/products/status`: one state for many products. */
export const bulkStatusSchema = z.strictObject({
  itemIds: z.array(itemIdSchema).min(1).max(MAX_BULK),
  status: productStatusSchema,
});
/** Those that were not changed, and why. */
export const bulkStatusAnswerSchema = z.object({
  changed: z.number().int(),
  refused: z.array(z.object({ itemId: z.string(), reason: z.string() })),
});

const sellingVariantSchema = z.object({
  sku: z.string(),
  options: z.record(z.string(), z.string()),
  priceMinor: z.number().int(),
  onHand: z.number().int(),
  reserved: z.number().int(),
});
export type SellingVariant = z.infer<typeof sellingVariantSchema>;

/** A product as those see it who sell it. */
export const sellingProductSchema = z.object({
  itemId: z.string(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  brand: z.string(),
  categorySlug: z.string(),
  attributes: z.record(z.string(), z.string()),
  translations: z.record(z.string(), productTranslationSchema),
  consumable: z.boolean(),
  status: productStatusSchema,
  priceMinor: z.number().int(),
  currency: z.string(),
  sellerId: z.string().nullable(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  images: z.array(
    imageSchema.extend({
      width: z.number().int().nullable(),
      height: z.number().int().nullable(),
    }),
  ),
  variants: z.array(sellingVariantSchema),
});
export type SellingProduct = z.infer<typeof sellingProductSchema>;

const sellingRowSchema = z.object({
  itemId: z.string(),
  slug: z.string(),
  title: z.string(),
  categoryName: z.string(),
  tint: z.string(),
  status: productStatusSchema,
  priceMinor: z.number().int(),
  currency: z.string(),
  image: imageSchema.optional(),
  variants: z.number().int(),
  onHand: z.number().int(),
  reserved: z.number().int(),
  sellerName: z.string().nullable(),
  updatedAt: z.iso.datetime(),
});
export type SellingRow = z.infer<typeof sellingRowSchema>;

/** `GET /api/selling/products`. Without a status it lists all that are not deleted. */
export const sellingQuerySchema = z.object({
  status: productStatusSchema.optional(),
  /** Part of a title, or the beginning of an id or sku. */
  search: freeTextSchema(100).trim().optional(),
  page: z.coerce.number().int().min(1).max(MAX_PAGE_OF_PRODUCTS).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
});
export type SellingQuery = z.infer<typeof sellingQuerySchema>;

export const sellingListSchema = z.object({
  items: z.array(sellingRowSchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
  counts: z.record(productStatusSchema, z.number().int()),
});

/** `POST /api/selling/categories`. */
export const categoryCreateSchema = z.strictObject({
  name: name(80),
  slug: slugSchema.max(64).optional(),
  description: freeTextSchema(500).trim().default(""),
  tint: z.string().regex(/^[a-z]{1,30}$/),
  parentSlug: slugSchema.nullable().default(null),
});
export type CategoryCreate = z.infer<typeof categoryCreateSchema>;

/** `PATCH /api/selling/categories/{slug}`: what is absent stays. */
export const categoryPatchSchema = z.strictObject({
  name: name(80).optional(),
  /** A new address; the old one leads to it from then on. */
  slug: slugSchema.max(64).optional(),
  description: freeTextSchema(500).trim().optional(),
  tint: z
    .string()
    .regex(/^[a-z]{1,30}$/)
    .optional(),
  /** Moves it, with all below it, to the end of that parent's children; null: to the top. */
  parentSlug: slugSchema.nullable().optional(),
});
export type CategoryPatch = z.infer<typeof categoryPatchSchema>;

/** `POST /api/selling/categories/order`: the children of one parent, in their new order. */
export const categoryOrderSchema = z.strictObject({
  parentSlug: slugSchema.nullable(),
  slugs: z.array(slugSchema).min(1).max(500),
});

export const managedCategorySchema = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  tint: z.string(),
  parentSlug: z.string().nullable(),
  /** Its own, in any state. */
  products: z.number().int(),
});
export type ManagedCategory = z.infer<typeof managedCategorySchema>;

/** `GET /api/selling/categories`, in display order. */
export const managedCategoriesSchema = z.object({ categories: z.array(managedCategorySchema) });
