import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import { orderStates } from "./order-states.ts";
import { taxLineSchema } from "./totals.ts";

export const orderStateSchema = z.enum(orderStates);
export type OrderState = z.infer<typeof orderStateSchema>;

const minor = z.number().int();
/** A point in time, ISO 8601. */
const instant = z.string();
/** A trimmed sentence or two. */
const wordsSchema = freeTextSchema(500).trim();

export const orderNumberSchema = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
/** What lets somebody without an account look at one order. */
export const orderTokenSchema = z.string().regex(/^[0-9a-f]{40}$/);

const MAX_LINES = 200;

/** Units of a line of the order. */
export const lineUnitsSchema = z.strictObject({
  position: z.number().int().min(0).max(10_000),
  quantity: z.number().int().min(1).max(1_000_000),
});
export type LineUnits = z.infer<typeof lineUnitsSchema>;
export const unitsSchema = z
  .array(lineUnitsSchema)
  .min(1)
  .max(MAX_LINES)
  .refine((lines) => new Set(lines.map(({ position }) => position)).size === lines.length, {
    message: "each line at most once",
  });

export const orderLineSchema = z.object({
  position: z.number().int(),
  sku: z.string(),
  itemId: z.string(),
  /** Of the product's page; absent where the product is gone. */
  slug: z.string().optional(),
  title: z.string(),
  options: z.record(z.string(), z.string()),
  imageUrl: z.string().optional(),
  tint: z.string().optional(),
  seller: z.string().optional(),
  quantity: z.number().int(),
  /** Taken out before they were sent. */
  cancelled: z.number().int(),
  fulfilled: z.number().int(),
  returned: z.number().int(),
  /** Units that can be sent back now. */
  returnable: z.number().int(),
  priceMinor: minor,
  /** What was paid for the line: with its part of discount and tax. */
  paidMinor: minor,
});
export type OrderLine = z.infer<typeof orderLineSchema>;

export const shipmentSchema = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  /** The carrier's page about it, where we know one. */
  trackingUrl: z.string().optional(),
  lines: z.array(lineUnitsSchema),
  shippedAt: instant,
  deliveredAt: instant.optional(),
});
export type Shipment = z.infer<typeof shipmentSchema>;

export const returnStates = [
  "requested",
  "approved",
  "refused",
  "received",
  /** By the buyer, before anybody decided on it. */
  "withdrawn",
] as const;
export const orderReturnSchema = z.object({
  id: z.string(),
  state: z.enum(returnStates),
  lines: z.array(lineUnitsSchema),
  reason: z.string(),
  answer: z.string(),
  createdAt: instant,
});
export type OrderReturn = z.infer<typeof orderReturnSchema>;

export const orderRefundSchema = z.object({
  id: z.string(),
  amountMinor: minor,
  reason: z.string(),
  state: z.enum(["pending", "done", "failed"]),
  at: instant,
});
export type OrderRefund = z.infer<typeof orderRefundSchema>;

/** An entry of an order's log. */
export const orderEventSchema = z.object({
  kind: z.string(),
  from: orderStateSchema.optional(),
  to: orderStateSchema.optional(),
  /** `guest`, `buyer`, `seller`, `admin`, `ops` or `system`. */
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: instant,
});
export type OrderEvent = z.infer<typeof orderEventSchema>;

const postalSchema = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  postcode: z.string(),
  region: z.string().optional(),
  country: z.string(),
  phone: z.string().optional(),
});
export type Postal = z.infer<typeof postalSchema>;

export const orderSummarySchema = z.object({
  number: z.string(),
  state: orderStateSchema,
  currency: z.string(),
  totalMinor: minor,
  refundedMinor: minor,
  /** Pieces. */
  count: z.number().int(),
  /** Of its first lines, to know it again. */
  titles: z.array(z.string()),
  createdAt: instant,
});
export type OrderSummary = z.infer<typeof orderSummarySchema>;

/** `GET /api/orders`: the buyer's own, newest first. */
export const orderListSchema = z.object({
  orders: z.array(orderSummarySchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type OrderList = z.infer<typeof orderListSchema>;

/** `GET /api/orders/{number}`: all that its buyer, or an admin, sees. */
export const orderDetailSchema = z.object({
  id: z.string(),
  number: z.string(),
  state: orderStateSchema,
  email: z.string().optional(),
  currency: z.string(),
  subtotalMinor: minor,
  discountMinor: minor,
  discountCode: z.string().optional(),
  shippingMinor: minor,
  taxMinor: minor,
  taxIncludedMinor: minor,
  totalMinor: minor,
  taxLines: z.array(taxLineSchema),
  paidMinor: minor,
  refundedMinor: minor,
  shippingMethod: z.string().optional(),
  shippingAddress: postalSchema.optional(),
  billingAddress: postalSchema.optional(),
  lines: z.array(orderLineSchema),
  shipments: z.array(shipmentSchema),
  returns: z.array(orderReturnSchema),
  refunds: z.array(orderRefundSchema),
  events: z.array(orderEventSchema),
  /** Why the last card was refused. */
  paymentFailure: z.string().optional(),
  /** The bank has it, and has not answered yet. */
  paymentUnderWay: z.boolean(),
  createdAt: instant,
  expiresAt: instant.optional(),
  can: z.object({ pay: z.boolean(), cancel: z.boolean(), requestReturn: z.boolean() }),
});
export type OrderDetail = z.infer<typeof orderDetailSchema>;

/** `POST /api/orders/{number}/cancel`. */
export const cancelOrderSchema = z.strictObject({ reason: wordsSchema.default("") });

/** `POST /api/orders/{number}/returns`. */
export const requestReturnSchema = z.strictObject({
  lines: unitsSchema,
  reason: wordsSchema.min(1, "Please say why"),
});

/** What the pay page needs to go on. */
export const paymentActionSchema = z.discriminatedUnion("kind", [
  /** The built-in test provider's card form. */
  z.object({ kind: z.literal("test_card"), reference: z.string(), clientSecret: z.string() }),
  /** Stripe's Payment Element. */
  z.object({ kind: z.literal("stripe"), clientSecret: z.string(), publishableKey: z.string() }),
  /** There is nothing to pay, or it is paid already. */
  z.object({ kind: z.literal("none") }),
]);
export type PaymentAction = z.infer<typeof paymentActionSchema>;

/** `POST /api/orders/{number}/payment`: begins the payment, or goes on with it. */
export const paymentStartSchema = z.object({
  number: z.string(),
  amountMinor: minor,
  currency: z.string(),
  expiresAt: instant.optional(),
  action: paymentActionSchema,
  /** The page to send the buyer to, with what opens it for a guest. */
  payPath: z.string(),
  /** The page that shows the order once it is paid. */
  orderPath: z.string(),
});
export type PaymentStart = z.infer<typeof paymentStartSchema>;

/** `POST /api/payments/test/confirm`: a card for the built-in test provider. */
export const testCardSchema = z.strictObject({
  reference: z.string().min(1).max(80),
  clientSecret: z.string().min(1).max(80),
  card: z.strictObject({
    number: z
      .string()
      .max(40)
      .transform((text) => text.replace(/\D/g, ""))
      .refine((digits) => /^\d{12,19}$/.test(digits), "A card number has 12 to 19 digits"),
    expiry: z
      .string()
      .trim()
      .regex(/^(0[1-9]|1[0-2])\s*\/\s*\d{2}$/, "Month and year, like 04/30"),
    code: z
      .string()
      .trim()
      .regex(/^\d{3,4}$/, "Three or four digits"),
  }),
});

/** `POST /api/payments/test/challenge`: the answer to "is it you?". */
export const testChallengeSchema = z.strictObject({
  reference: z.string().min(1).max(80),
  clientSecret: z.string().min(1).max(80),
  confirm: z.boolean(),
});

export const testOutcomeSchema = z.object({
  status: z.enum(["succeeded", "declined", "challenge", "processing"]),
  /** Why it was declined. */
  declineCode: z.string().optional(),
});
export type TestOutcome = z.infer<typeof testOutcomeSchema>;

/** `POST /api/payments/webhooks/{provider}`: what became of it. */
export const webhookReceiptSchema = z.object({
  received: z.literal(true),
  /** `again`: it was handled before; `ignored`: it is about nothing of ours. */
  handled: z.enum(["applied", "again", "ignored"]),
});

/** A tax invoice: every figure printed, sums included. */
export const invoiceSchema = z.object({
  number: z.string(),
  orderNumber: z.string(),
  issuedAt: instant,
  shopName: z.string(),
  /** Lines of the company that sells, as its admins have set them. */
  company: z.array(z.string()),
  to: postalSchema.optional(),
  email: z.string().optional(),
  currency: z.string(),
  lines: z.array(
    z.object({
      title: z.string(),
      options: z.record(z.string(), z.string()),
      sku: z.string(),
      quantity: z.number().int(),
      priceMinor: minor,
      totalMinor: minor,
    }),
  ),
  subtotalMinor: minor,
  discountMinor: minor,
  shippingMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
  taxLines: z.array(taxLineSchema),
  /** Total less the tax within and on top. */
  netMinor: minor,
  refundedMinor: minor,
});
export type Invoice = z.infer<typeof invoiceSchema>;
