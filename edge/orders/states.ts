import type { OrderState } from "@slipstream/contracts/order-api";

/** What the guards look at: an order as it stands, under its lock. */
export interface OrderStanding {
  totalMinor: number;
  /** Captured by providers. */
  paidMinor: number;
  /** Given back for good. */
  refundedMinor: number;
  /** On its way back. */
  refundingMinor: number;
  lines: readonly LineStanding[];
  undeliveredShipments: number;
  /** Of the last parcel; undefined while one is under way or none was sent. */
  deliveredAtMs: number | undefined;
  /** Asked for or approved, and not here yet. */
  openReturns: number;
  /** How long after delivery goods may be sent back, as the shop has it. */
  returnDays: number;
}

/** Units of one line. */
export interface LineStanding {
  position: number;
  quantity: number;
  /** Taken out before they were sent. */
  cancelled: number;
  fulfilled: number;
  returned: number;
}

/** Says why not; undefined: it may go on. */
type Guard = (standing: OrderStanding, nowMs: number) => string | undefined;

const DAY_MS = 24 * 3600 * 1000;

/**
 * What was paid and neither went back nor is on its way. A refund at the provider's own desk may
 * have left less than nothing.
 */
export const leftToRefund = (
  of: Pick<OrderStanding, "paidMinor" | "refundedMinor" | "refundingMinor">,
) => Math.max(0, of.paidMinor - of.refundedMinor - of.refundingMinor);

/** Units of a line that are still to be sent. */
export const unsentOf = (line: LineStanding) => line.quantity - line.cancelled - line.fulfilled;

const anyTime: Guard = () => undefined;
const paidInFull: Guard = ({ paidMinor, totalMinor }) =>
  paidMinor >= totalMinor ? undefined : "it is not paid in full";
const moneyGoesBack: Guard = ({ paidMinor, refundedMinor, refundingMinor }) =>
  refundedMinor + refundingMinor >= paidMinor ? undefined : "there is money to give back first";
const nothingSent: Guard = ({ lines }) =>
  lines.some(({ fulfilled }) => fulfilled > 0) ? "some of it is on its way" : undefined;
const someSent: Guard = (standing) =>
  nothingSent(standing, 0) === undefined ? "nothing was sent yet" : undefined;
const allSent: Guard = ({ lines }) =>
  lines.some((line) => unsentOf(line) > 0) ? "not everything was sent" : undefined;
const someUnsent: Guard = ({ lines }) =>
  lines.some((line) => unsentOf(line) > 0) ? undefined : "everything was sent";
const allDelivered: Guard = ({ undeliveredShipments, deliveredAtMs }) =>
  undeliveredShipments === 0 && deliveredAtMs !== undefined
    ? undefined
    : "a parcel is still under way";
const allRefunded: Guard = ({ paidMinor, refundedMinor }) =>
  refundedMinor >= paidMinor ? undefined : "not all money went back";
/** Why goods cannot be sent back any more; undefined: they can. */
export const returnTimeRefusal: Guard = ({ deliveredAtMs, returnDays }, nowMs) =>
  deliveredAtMs !== undefined && nowMs - deliveredAtMs <= returnDays * DAY_MS
    ? undefined
    : `goods can be sent back within ${returnDays} days of delivery`;
const someReturnOpen: Guard = ({ openReturns }) =>
  openReturns > 0 ? undefined : "nobody asked to send something back";
const noReturnOpen: Guard = ({ openReturns }) =>
  openReturns === 0 ? undefined : "a return is still open";
const someReturned: Guard = ({ lines }) =>
  lines.some(({ returned }) => returned > 0) ? undefined : "nothing came back";
const nothingReturned: Guard = (standing) =>
  someReturned(standing, 0) === undefined ? "some of it came back" : undefined;

/** The whole machine: from each state where it may go, and what must hold for it. */
export const moves: Readonly<
  Record<OrderState, Readonly<Partial<Record<OrderState, readonly Guard[]>>>>
> = {
  created: { payment_pending: [anyTime], cancelled: [anyTime] },
  payment_pending: { paid: [paidInFull], cancelled: [moneyGoesBack] },
  paid: {
    partly_fulfilled: [someSent, someUnsent],
    fulfilled: [someSent, allSent],
    cancelled: [nothingSent, moneyGoesBack],
    refunded: [allRefunded],
  },
  partly_fulfilled: { fulfilled: [allSent], refunded: [allRefunded] },
  fulfilled: { delivered: [allDelivered], refunded: [allRefunded] },
  delivered: {
    return_requested: [someReturnOpen, returnTimeRefusal],
    refunded: [allRefunded],
  },
  return_requested: {
    delivered: [noReturnOpen, nothingReturned],
    returned: [noReturnOpen, someReturned],
    refunded: [allRefunded, noReturnOpen],
  },
  returned: { return_requested: [someReturnOpen, returnTimeRefusal], refunded: [allRefunded] },
  cancelled: {},
  refunded: {},
};

/** Why an order may not go from one state to another; undefined: it may. */
export function refusalOf(
  move: { from: OrderState; to: OrderState },
  standing: OrderStanding,
  nowMs: number,
): string | undefined {
  const guards = moves[move.from][move.to];
  if (!guards) return `an order that is ${move.from} cannot become ${move.to}`;
  for (const guard of guards) {
    const refusal = guard(standing, nowMs);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
