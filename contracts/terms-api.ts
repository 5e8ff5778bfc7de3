import { z } from "zod";
import { countryForm, countryForms } from "./countries.ts";
import { freeTextSchema } from "./free-text.ts";
import { priceMinorSchema, slugSchema } from "./selling-api.ts";
import { nameTranslationsSchema } from "./translations.ts";

/**
 * What a shop asks for besides its goods, as its admins set it: ways of delivery, taxes, and the
 * currencies in which sums are shown as well.
 */

/** Each list at most. */
export const MAX_TERMS = 500;
const MAX_DAYS = 90;
const MAX_POSITION = 1_000;
const MAX_RATE_BASIS_POINTS = 10_000;
const MAX_CURRENCY_RATE = 1_000_000;

const nameSchema = freeTextSchema(80).trim().min(1, "Please fill this in");

const countrySchema = z.string().refine((code) => countryForm(code) !== undefined, {
  message: "Addresses there cannot be written yet",
});

export const shippingMethodIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "1–40 of a–z, 0–9 and -");

const shippingShape = z.strictObject({
  name: nameSchema,
  translations: nameTranslationsSchema.default({}),
  /** ISO 3166-1 alpha-2; empty: everywhere. */
  countries: z.array(countrySchema).max(countryForms.length).default([]),
  priceMinor: priceMinorSchema,
  /** Free from this sum of goods on; null: never. */
  freeFromMinor: priceMinorSchema.nullable().default(null),
  /** Working days. */
  minDays: z.number().int().min(0).max(MAX_DAYS),
  maxDays: z.number().int().min(0).max(MAX_DAYS),
  /** The smallest is offered first, and chosen where the buyer says nothing. */
  position: z.number().int().min(0).max(MAX_POSITION).default(0),
  active: z.boolean().default(true),
});

/** `PUT /api/admin/shipping-methods/{id}`. */
export const shippingMethodInputSchema = shippingShape.refine(
  ({ minDays, maxDays }) => minDays <= maxDays,
  { path: ["maxDays"], message: "Not sooner than the first day" },
);
export type ShippingMethodInput = z.infer<typeof shippingMethodInputSchema>;

export const managedShippingSchema = shippingShape.extend({ id: z.string() });
export type ManagedShipping = z.infer<typeof managedShippingSchema>;

/** `GET /api/admin/shipping-methods`: in the order in which they are offered. */
export const shippingListSchema = z.object({ methods: z.array(managedShippingSchema) });

/** Where a rate holds, and for what; of several that fit, the closest holds. */
const taxPlaceShape = {
  country: countrySchema,
  /** A code of the country's list of regions; empty: all of it. */
  region: z.string().max(40).default(""),
  /** Empty: everything. */
  categorySlug: z.union([z.literal(""), slugSchema.max(64)]).default(""),
};

/** `DELETE /api/admin/tax-rates`. */
export const taxPlaceSchema = z.object(taxPlaceShape);
export type TaxPlace = z.infer<typeof taxPlaceSchema>;

/** `PUT /api/admin/tax-rates`: the rate of that place from now on. */
export const taxRateInputSchema = z
  .strictObject({
    ...taxPlaceShape,
    name: nameSchema,
    translations: nameTranslationsSchema.default({}),
    /** Hundredths of a percent. */
    rateBasisPoints: z.number().int().min(0).max(MAX_RATE_BASIS_POINTS),
    /** The shop's prices hold it already. */
    included: z.boolean(),
  })
  .refine(
    ({ country, region }) =>
      region === "" || Object.hasOwn(countryForm(country)?.regions ?? {}, region),
    { path: ["region"], message: "The country has no such region" },
  );
export type TaxRateInput = z.infer<typeof taxRateInputSchema>;

/** `GET /api/admin/tax-rates`: by country, region and category. */
export const taxListSchema = z.object({
  rates: z.array(
    z.object({
      country: z.string(),
      region: z.string(),
      categorySlug: z.string(),
      name: z.string(),
      translations: nameTranslationsSchema,
      rateBasisPoints: z.number().int(),
      included: z.boolean(),
    }),
  ),
});
export type ManagedTax = z.infer<typeof taxListSchema>["rates"][number];

const currencies = new Set(Intl.supportedValuesOf("currency"));

export const currencySchema = z
  .string()
  .toUpperCase()
  .refine((code) => currencies.has(code), { message: "There is no such currency" });

/** `PUT /api/admin/currencies/{currency}`. */
export const currencyRateInputSchema = z.strictObject({
  /** What one unit of the shop's currency is shown as. */
  rate: z.number().positive().max(MAX_CURRENCY_RATE),
});
