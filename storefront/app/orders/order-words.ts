import type { OrderEvent, OrderState } from "@slipstream/contracts/order-api";
import type { Tone } from "../dashboards/shell/badge.tsx";

/** An order's states in words, and how loudly each is said to who has to work on it. */
export const stateWords: Readonly<Record<OrderState, { name: string; tone: Tone }>> = {
  created: { name: "Being made", tone: "quiet" },
  payment_pending: { name: "Waiting for payment", tone: "quiet" },
  paid: { name: "Paid", tone: "strong" },
  partly_fulfilled: { name: "Partly sent", tone: "strong" },
  fulfilled: { name: "On its way", tone: "plain" },
  delivered: { name: "Delivered", tone: "plain" },
  cancelled: { name: "Cancelled", tone: "quiet" },
  return_requested: { name: "Return asked for", tone: "warning" },
  returned: { name: "Sent back", tone: "plain" },
  refunded: { name: "Refunded", tone: "quiet" },
};

export const returnWords = {
  requested: { name: "Asked for", tone: "warning" },
  approved: { name: "Approved", tone: "strong" },
  refused: { name: "Refused", tone: "quiet" },
  received: { name: "Received", tone: "plain" },
  withdrawn: { name: "Withdrawn", tone: "quiet" },
} as const satisfies Readonly<Record<string, { name: string; tone: Tone }>>;

/** What an entry of the log says; absent: nothing that people need to read. */
const eventWords: Readonly<Record<string, string>> = {
  created: "Order placed",
  payment_processing: "The bank is looking at the payment",
  payment_failed: "A card was declined",
  payment_too_late: "A payment came too late",
  paid: "Paid",
  partly_fulfilled: "A part was sent",
  fulfilled: "Everything was sent",
  shipped: "A parcel left",
  parcel_arrived: "A parcel arrived",
  delivered: "Delivered",
  cancelled: "Cancelled",
  return_requested: "A return was asked for",
  return_approved: "The return was approved",
  return_refused: "The return was refused",
  return_received: "The goods came back",
  return_withdrawn: "The return was withdrawn",
  returned: "The goods came back",
  refund: "Money went back",
  refund_failed: "A refund failed",
  refunded: "Refunded in full",
};

/** States that a more exact entry tells of, where the log has it. */
const toldBy: Readonly<Record<string, string>> = {
  partly_fulfilled: "shipped",
  fulfilled: "shipped",
  returned: "return_received",
};

export interface TimelineEntry {
  at: string;
  title: string;
  detail: string | undefined;
}

/** The log as people read it, oldest first; `money` writes amounts. */
export function timelineOf(
  events: readonly OrderEvent[],
  money: (minor: number) => string,
): TimelineEntry[] {
  const kinds = new Set(events.map(({ kind }) => kind));
  return events.flatMap(({ kind, at, data }) => {
    const title = eventWords[kind];
    if (title === undefined || kinds.has(toldBy[kind] ?? "")) return [];
    const { amountMinor, carrier, trackingNumber, reason, answer } = data;
    const parts = [
      typeof amountMinor === "number" ? money(amountMinor) : undefined,
      [carrier, trackingNumber].filter((part) => typeof part === "string" && part !== "").join(" "),
      reason,
      answer,
    ].filter((part): part is string => typeof part === "string" && part !== "");
    return [{ at, title, detail: parts.length > 0 ? parts.join(" · ") : undefined }];
  });
}
