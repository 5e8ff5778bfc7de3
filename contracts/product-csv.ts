import { z } from "zod";

/** Rows of variants in one file. */
export const MAX_CSV_ROWS = 5_000;
/** Bytes of one file. */
export const MAX_CSV_BYTES = 8 * 1024 * 1024;
/** Faults that a report holds; further ones are counted. */
export const MAX_CSV_FAULTS = 500;

/** One row is one variant; what belongs to the product is said on each of its rows. */
export const csvColumns = [
  "id",
  "slug",
  "title",
  "description",
  "brand",
  "category",
  "attributes",
  "consumable",
  "status",
  "sku",
  "options",
  "price",
  "currency",
  "stock",
  "title_de",
  "description_de",
  "words_de",
] as const;
export type CsvColumn = (typeof csvColumns)[number];

const csvFaultSchema = z.object({
  /** As an editor counts: the head is line 1. */
  line: z.number().int(),
  column: z.string(),
  code: z.enum([
    "bad_csv",
    "missing_column",
    "unknown_column",
    "too_many_rows",
    "required",
    "invalid",
    "contradicts",
    "duplicate",
    "unknown_product",
    "unknown_category",
    "taken",
    "wrong_currency",
    "below_reserved",
    "too_many_variants",
  ]),
  message: z.string(),
});
export type CsvFault = z.infer<typeof csvFaultSchema>;

/** `POST /api/selling/import`: products with a fault are left out whole, all others are applied. */
export const csvReportSchema = z.object({
  dryRun: z.boolean(),
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  faults: z.array(csvFaultSchema),
  moreFaults: z.number().int(),
});
export type CsvReport = z.infer<typeof csvReportSchema>;
