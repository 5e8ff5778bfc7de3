import { z } from "zod";
import { itemIdSchema } from "./identifiers.ts";
import { placementSchema } from "./placements.ts";
import { imageSchema } from "./shop-api.ts";

/** Days of one range at most. */
export const MAX_FIGURE_DAYS = 366;
export const PRODUCT_FIGURES_PAGE_SIZE = 25;

const count = z.number().int().nonnegative();
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days in UTC, both ends included. */
export const dayRangeSchema = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, {
    path: ["to"],
    message: "The last day lies before the first",
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_FIGURE_DAYS * DAY_MS, {
    path: ["from"],
    message: `A range has ${MAX_FIGURE_DAYS} days at most`,
  });

const salesSchema = z.object({
  /** What was bought, before discounts, shipping and returns. */
  revenueMinor: count,
  orders: count,
  units: count,
  /** Of that, what follows on a click in a rail on the same product within 24 hours. */
  recommendedRevenueMinor: count,
  recommendedUnits: count,
  returnedMinor: count,
  returnedUnits: count,
});
export type Sales = z.infer<typeof salesSchema>;

/** Of items shown in rails, how many pages were viewed, carts filled, lines bought. */
const funnelSchema = z.object({
  impressions: count,
  views: count,
  carts: count,
  purchases: count,
});
export type Funnel = z.infer<typeof funnelSchema>;

/** `GET /api/figures`: of the whole shop, or of one seller's products. */
export const figuresSchema = z.object({
  from: z.string(),
  to: z.string(),
  currency: z.string(),
  /** The shoppers of this shop are simulated, all or most: say so beside the figures. */
  simulated: z.boolean(),
  totals: salesSchema,
  /** Of as many days before. */
  before: salesSchema,
  funnel: funnelSchema,
  /** Every day of the range, oldest first. */
  days: z.array(salesSchema.extend(funnelSchema.shape).extend({ day: z.string() })),
  /** What each rail showed and brought; `unknown`: bought from a rail that nobody told of. */
  placements: z.array(
    z.object({
      placement: placementSchema.or(z.literal("unknown")),
      impressions: count,
      clicks: count,
      purchases: count,
      units: count,
      revenueMinor: count,
    }),
  ),
});
export type Figures = z.infer<typeof figuresSchema>;
export type DayFigures = Figures["days"][number];
export type PlacementFigures = Figures["placements"][number];

export const productFiguresSortSchema = z.enum([
  "revenue",
  "units",
  "recommended",
  "impressions",
  "views",
  "carts",
  "purchases",
  "returned",
  "title",
]);
export type ProductFiguresSort = z.infer<typeof productFiguresSortSchema>;

const productFiguresSchema = funnelSchema.extend({
  itemId: itemIdSchema,
  slug: z.string(),
  title: z.string(),
  tint: z.string(),
  status: z.string(),
  image: imageSchema.optional(),
  units: count,
  revenueMinor: count,
  recommendedUnits: count,
  recommendedRevenueMinor: count,
  returnedUnits: count,
});
export type ProductFigures = z.infer<typeof productFiguresSchema>;

/** `GET /api/figures/products`: one page of products with their figures. */
export const productFiguresListSchema = z.object({
  items: z.array(productFiguresSchema),
  total: count,
  page: z.number().int(),
  pages: z.number().int(),
});
