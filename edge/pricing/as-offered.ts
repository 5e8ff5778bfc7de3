import { shippingMethods } from "@slipstream/migrations/schema";
import { asc } from "drizzle-orm";

/** The order of a shop's ways of delivery, everywhere: the first is chosen where the buyer says nothing. */
export const asOffered = [
  asc(shippingMethods.position),
  asc(shippingMethods.priceMinor),
  asc(shippingMethods.id),
];
