import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import { productCardSchema } from "./shop-api.ts";

/** Letters of a search; more is cut off. */
export const MAX_QUERY_LENGTH = 200;
export const MAX_SEARCH_PAGE = 500;
export const MAX_SEARCH_PAGE_SIZE = 60;
const MAX_CHOICES = 50;

const choice = z.string().min(1).max(120);
/** A query parameter that may come once, several times, or not at all. */
const choices = z
  .union([choice, z.array(choice).max(MAX_CHOICES)])
  .optional()
  .transform((value) => (value === undefined ? [] : typeof value === "string" ? [value] : value));

export const searchSortSchema = z.enum(["relevance", "newest", "price_asc", "price_desc", "title"]);

/**
 * `GET /api/search`. Values of one filter widen (or), filters narrow (and). Without words it lists
 * what lies in `within`.
 */
export const searchQuerySchema = z.object({
  q: z.string().max(2_000).optional(),
  /** A category's slug: all happens in it and below it, the counts as well. */
  within: z.string().max(64).optional(),
  category: choices,
  brand: choices,
  seller: choices,
  /** `Name:Value`. */
  attribute: choices,
  /** A range of the answer's price facet: `2500-5000` is from 25.00 up to but not 50.00. */
  price: choices,
  minPrice: z.coerce.number().int().min(0).optional(),
  maxPrice: z.coerce.number().int().min(0).optional(),
  inStock: z.literal("true").optional(),
  sort: searchSortSchema.optional(),
  page: z.coerce.number().int().min(1).max(MAX_SEARCH_PAGE).optional(),
  pageSize: z.coerce.number().int().min(1).max(MAX_SEARCH_PAGE_SIZE).optional(),
  /** Search for these very words, however they are spelt. */
  exact: z.literal("true").optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const facetKeySchema = z.enum([
  "category",
  "price",
  "brand",
  "seller",
  "attribute",
  "inStock",
]);
export type FacetKey = z.infer<typeof facetKeySchema>;

const facetValueSchema = z.object({
  /** What to ask for under the facet's key. */
  value: z.string(),
  label: z.string(),
  /** Products that would be found with it, whatever else is chosen in this facet. */
  count: z.number().int(),
  selected: z.boolean(),
  /** How far below the first level, of categories. */
  depth: z.number().int().optional(),
  /** From (inclusive) and up to (exclusive), of prices, in minor units. */
  fromMinor: z.number().int().optional(),
  toMinor: z.number().int().optional(),
});
export type FacetValue = z.infer<typeof facetValueSchema>;

const facetSchema = z.object({
  key: facetKeySchema,
  /** Of an attribute: its name. */
  name: z.string(),
  values: z.array(facetValueSchema),
});
export type Facet = z.infer<typeof facetSchema>;

export const searchAnswerSchema = z.object({
  /** The words as they were understood: no control characters, not too long. */
  query: z.string(),
  items: z.array(productCardSchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
  facets: z.array(facetSchema),
  /** Another spelling: `applied` where the items are already those of it. */
  didYouMean: z.object({ query: z.string(), applied: z.boolean() }).optional(),
  /** No product has all of the words: these have some of them. */
  relaxed: z.boolean(),
  /** The recommendation that put the items in order; absent where the text alone did. */
  requestId: z.string().optional(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

/** `GET /api/search/suggestions`: while somebody types. */
export const suggestQuerySchema = z.object({ q: z.string().max(2_000) });

export const suggestionsSchema = z.object({
  /** What others searched for, often enough to be nobody's own words. */
  searches: z.array(z.string()),
  categories: z.array(z.object({ slug: z.string(), name: z.string() })),
  products: z.array(
    productCardSchema.pick({
      itemId: true,
      slug: true,
      title: true,
      priceMinor: true,
      currency: true,
      image: true,
      tint: true,
    }),
  ),
});
export type Suggestions = z.infer<typeof suggestionsSchema>;

/** Words that mean the same. */
export const synonymInputSchema = z.strictObject({
  terms: z
    .array(freeTextSchema(40).refine((term) => /[\p{L}\p{N}]/u.test(term), "a term needs a letter"))
    .min(2)
    .max(20),
});
export type SynonymInput = z.infer<typeof synonymInputSchema>;

export const synonymSchema = z.object({
  id: z.uuid(),
  terms: z.array(z.string()),
  createdAt: z.string(),
});
export type Synonym = z.infer<typeof synonymSchema>;

export const synonymListSchema = z.object({ synonyms: z.array(synonymSchema) });
