import { z } from "zod";
import { addressSchema } from "./address.ts";
import { cartLineSchema, cartSchema } from "./cart-api.ts";
import { paymentStartSchema } from "./order-api.ts";
import { totalsSchema } from "./totals.ts";

/** A way of delivery, as it was chosen: this is what the order row keeps. */
export const chosenShippingSchema = z.object({
  id: z.string(),
  name: z.string(),
  priceMinor: z.number().int(),
  minDays: z.number().int(),
  maxDays: z.number().int(),
});
export type ChosenShipping = z.infer<typeof chosenShippingSchema>;

/** Where to, as far as prices need it. */
const placeSchema = z.strictObject({
  country: z.string().length(2),
  region: z.string().max(40).optional(),
});

/** `POST /api/checkout/quote`: what the cart costs, delivered there. */
export const quoteRequestSchema = z.strictObject({
  place: placeSchema,
  shippingMethodId: z.string().max(64).optional(),
  /** A guest's: whether they have used the code already is known by it. */
  email: z.string().max(254).optional(),
});

export const quoteSchema = z.object({
  lines: z.array(cartLineSchema),
  discount: cartSchema.shape.discount,
  /** Cheapest first; empty where the shop does not deliver. */
  methods: z.array(chosenShippingSchema),
  /** The chosen one, else the first. */
  shippingMethodId: z.string().optional(),
  totals: totalsSchema,
});
export type Quote = z.infer<typeof quoteSchema>;

/** Where a guest's letters go. */
export const guestEmailSchema = z.email("This is no email address").max(254);

/** `POST /api/checkout`: makes the cart an order and holds its stock. */
export const checkoutRequestSchema = z.strictObject({
  /** For a guest; members' letters go to their own address. */
  email: guestEmailSchema.optional(),
  shippingAddress: addressSchema,
  /** Absent: the same. */
  billingAddress: addressSchema.optional(),
  shippingMethodId: z.string().min(1).max(64),
  /** A member's: keep where it goes to in the account, unless it is there. */
  keepAddress: z.boolean().optional(),
  /**
   * What the buyer saw; another total is refused with `price_changed`. Without it a code that takes
   * nothing off is refused too: nobody has seen that it does not.
   */
  expectedTotalMinor: z.number().int().nonnegative().optional(),
});
export type CheckoutRequest = z.infer<typeof checkoutRequestSchema>;

export const checkoutAnswerSchema = z.object({
  orderId: z.string(),
  number: z.string(),
  /** Shows the order to whoever holds it; guests find it in their link. */
  accessToken: z.string(),
  /** The order's stock is held until then. */
  expiresAt: z.string(),
  totals: totalsSchema,
  /** The page to pay at, with what opens it for a guest. */
  payPath: z.string(),
  /** Absent where the payment could not be begun yet; that page tries again. */
  payment: paymentStartSchema.optional(),
});
export type CheckoutAnswer = z.infer<typeof checkoutAnswerSchema>;
