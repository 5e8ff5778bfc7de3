const WHOLE_BASIS_POINTS = 10_000;

/** The shop's share of a sale, rounded half up. */
export function commissionOf(saleMinor: number, basisPoints: number): number {
  return Math.round((saleMinor * basisPoints) / WHOLE_BASIS_POINTS);
}

/** What one order did to a seller's account so far; all in minor units and not negative. */
export interface OrderAccount {
  saleMinor: number;
  /** Taken at the sale. */
  commissionMinor: number;
  /** Given back to the buyer. */
  refundedMinor: number;
  /** Commission that went back to the seller. */
  commissionBackMinor: number;
}

/**
 * The entries of one more refund: what the seller bears of it (never more than is left of the sale)
 * and the commission on it that comes back. Refunds that take back the whole sale leave nothing.
 */
export function refundEntries(
  account: OrderAccount,
  amountMinor: number,
): { refundMinor: number; commissionBackMinor: number } {
  const left = account.saleMinor - account.refundedMinor;
  const refundMinor = Math.min(amountMinor, left);
  if (account.saleMinor === 0) return { refundMinor: 0, commissionBackMinor: 0 };
  const kept = Math.round((account.commissionMinor * (left - refundMinor)) / account.saleMinor);
  const present = account.commissionMinor - account.commissionBackMinor;
  return { refundMinor, commissionBackMinor: present - kept };
}
