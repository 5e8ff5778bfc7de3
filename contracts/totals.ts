import { z } from "zod";

const minor = z.number().int();

/** One rate of tax, with what it was taken from. */
export const taxLineSchema = z.object({
  name: z.string(),
  rateBasisPoints: z.number().int(),
  /** The prices hold it already. */
  included: z.boolean(),
  baseMinor: minor,
  taxMinor: minor,
});
export type TaxLine = z.infer<typeof taxLineSchema>;

/** The sums of an order: total = subtotal + tax + shipping − discount. */
export const totalsSchema = z.object({
  currency: z.string(),
  subtotalMinor: minor,
  discountMinor: minor,
  shippingMinor: minor,
  /** On top of the prices. */
  taxMinor: minor,
  /** Within the prices. */
  taxIncludedMinor: minor,
  totalMinor: minor,
  taxLines: z.array(taxLineSchema),
});
export type Totals = z.infer<typeof totalsSchema>;
