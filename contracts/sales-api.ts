import { z } from "zod";
import { freeTextSchema } from "./free-text.ts";
import {
  orderDetailSchema,
  orderEventSchema,
  orderLineSchema,
  orderNumberSchema,
  orderRefundSchema,
  orderReturnSchema,
  orderStateSchema,
  shipmentSchema,
  unitsSchema,
} from "./order-api.ts";

const minor = z.number().int();
const instant = z.string();
const reason = freeTextSchema(500).trim();

/** `GET /api/sales`: orders with lines of one's own; for admins all orders. */
export const salesQuerySchema = z.object({
  state: orderStateSchema.optional(),
  /** `open`: what must be sent; `returns`: what must be decided or received. */
  view: z.enum(["open", "returns"]).optional(),
  /** A number's beginning, or (admins) an email address's. */
  search: freeTextSchema(100).trim().optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

export const saleSummarySchema = z.object({
  number: z.string(),
  state: orderStateSchema,
  currency: z.string(),
  /** Of the lines that one may see, with discount and tax; for admins the order's total. */
  amountMinor: minor,
  count: z.number().int(),
  unsent: z.number().int(),
  openReturns: z.number().int(),
  /** For admins. */
  email: z.string().optional(),
  /** Who gets it, and where. */
  name: z.string(),
  city: z.string(),
  createdAt: instant,
});
export type SaleSummary = z.infer<typeof saleSummarySchema>;

export const saleListSchema = z.object({
  sales: z.array(saleSummarySchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type SaleList = z.infer<typeof saleListSchema>;

/** `GET /api/sales/{number}`: a seller's part of an order; for admins all of it. */
export const saleDetailSchema = z.object({
  number: z.string(),
  state: orderStateSchema,
  currency: z.string(),
  shippingAddress: orderDetailSchema.shape.shippingAddress,
  shippingMethod: z.string().optional(),
  lines: z.array(orderLineSchema),
  shipments: z.array(shipmentSchema),
  returns: z.array(orderReturnSchema),
  refunds: z.array(orderRefundSchema),
  /** For sellers only the changes of state. */
  events: z.array(orderEventSchema),
  /** What was paid for these lines, and what can still be given back by amount. */
  amountMinor: minor,
  refundableMinor: minor,
  /** Of a seller's account. */
  account: z
    .object({ saleMinor: minor, commissionMinor: minor, refundedMinor: minor, netMinor: minor })
    .optional(),
  createdAt: instant,
  can: z.object({ ship: z.boolean(), refund: z.boolean() }),
});
export type SaleDetail = z.infer<typeof saleDetailSchema>;

/** `POST /api/sales/{number}/shipments`: a parcel; without lines all that is unsent. */
export const shipSchema = z.strictObject({
  carrier: freeTextSchema(60).trim().default(""),
  trackingNumber: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9 -]{0,60}$/, "Letters, digits, spaces and -")
    .default(""),
  lines: unitsSchema.optional(),
});

/** `POST /api/sales/{number}/refunds`: units that will not be sent, or an amount. */
export const refundSchema = z.union([
  z.strictObject({
    lines: unitsSchema,
    /** Back on the shelf; false where there is none to put there. */
    restock: z.boolean().default(true),
    reason: reason.default(""),
  }),
  z.strictObject({
    amountMinor: z.number().int().positive().max(1_000_000_000_000),
    reason: reason.default(""),
  }),
]);
export type RefundRequestBody = z.output<typeof refundSchema>;

/** `POST /api/sales/{number}/returns/{id}/decision`. */
export const returnDecisionSchema = z.strictObject({
  approve: z.boolean(),
  answer: reason.default(""),
});

/** `POST /api/sales/{number}/returns/{id}/receive`: the goods are here; the money goes back. */
export const returnReceiveSchema = z.strictObject({ restock: z.boolean().default(true) });

export const doneSchema = z.object({ number: orderNumberSchema, state: orderStateSchema });

export const sellerBalanceSchema = z.object({
  sellerId: z.string(),
  name: z.string(),
  currency: z.string(),
  salesMinor: minor,
  /** What the shop keeps. */
  commissionMinor: minor,
  refundsMinor: minor,
  paidOutMinor: minor,
  /** Owed now: sales − commission − refunds − paid out. */
  balanceMinor: minor,
});
export type SellerBalance = z.infer<typeof sellerBalanceSchema>;

/** `GET /api/payouts`: a seller's own; for admins everybody's. */
export const balancesSchema = z.object({ balances: z.array(sellerBalanceSchema) });

export const ledgerEntrySchema = z.object({
  id: z.string(),
  kind: z.enum(["sale", "commission", "refund", "payout"]),
  amountMinor: minor,
  currency: z.string(),
  orderNumber: z.string().optional(),
  note: z.string(),
  at: instant,
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** `GET /api/payouts/{sellerId}`: the account, newest first. */
export const statementSchema = z.object({
  sellerId: z.string(),
  name: z.string(),
  /** The shop's share of each sale from now on, in hundredths of a percent. */
  commissionBasisPoints: z.number().int(),
  balances: z.array(sellerBalanceSchema),
  entries: z.array(ledgerEntrySchema),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type Statement = z.infer<typeof statementSchema>;

/** `PUT /api/payouts/{sellerId}/commission`: the shop's share of the sales that follow. */
export const commissionSchema = z.strictObject({
  basisPoints: z.number().int().min(0).max(10_000),
});

/** `POST /api/payouts`: money that was sent to a seller. */
export const payoutSchema = z.strictObject({
  sellerId: z.uuid(),
  amountMinor: z.number().int().positive().max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
  note: freeTextSchema(200).trim().default(""),
});
