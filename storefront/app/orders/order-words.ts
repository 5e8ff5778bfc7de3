import type { OrderEvent, OrderState } from "@slipstream/contracts/order-api";
import type { Tone } from "../dashboards/shell/badge.tsx";
import { type Message, msg, t } from "../language/text.ts";

/** An order's states in words, and how loudly each is said to who has to work on it. */
export const stateWords: Readonly<Record<OrderState, { name: Message; tone: Tone }>> = {
  created: { name: msg("Being made"), tone: "quiet" },
  payment_pending: { name: msg("Waiting for payment"), tone: "quiet" },
  paid: { name: msg("Paid"), tone: "strong" },
  partly_fulfilled: { name: msg("Partly sent"), tone: "strong" },
  fulfilled: { name: msg("On its way"), tone: "plain" },
  delivered: { name: msg("Delivered"), tone: "plain" },
  cancelled: { name: msg("Cancelled"), tone: "quiet" },
  return_requested: { name: msg("Return asked for"), tone: "warning" },
  returned: { name: msg("Sent back"), tone: "plain" },
  refunded: { name: msg("Refunded"), tone: "quiet" },
};

export const returnWords = {
  requested: { name: msg("Asked for"), tone: "warning" },
  approved: { name: msg("Approved"), tone: "strong" },
  refused: { name: msg("Refused"), tone: "quiet" },
  received: { name: msg("Received"), tone: "plain" },
  withdrawn: { name: msg("Withdrawn"), tone: "quiet" },
} as const satisfies Readonly<Record<string, { name: Message; tone: Tone }>>;

/** What an entry of the log says; absent: nothing that people need to read. */
const eventWords: Readonly<Record<string, Message>> = {
  created: msg("Order placed"),
  payment_processing: msg("The bank is looking at the payment"),
  payment_failed: msg("A card was declined"),
  payment_too_late: msg("A payment came too late"),
  paid: msg("Paid"),
  partly_fulfilled: msg("A part was sent"),
  fulfilled: msg("Everything was sent"),
  shipped: msg("A parcel left"),
  parcel_arrived: msg("A parcel arrived"),
  delivered: msg("Delivered"),
  cancelled: msg("Cancelled"),
  return_requested: msg("A return was asked for"),
  return_approved: msg("The return was approved"),
  return_refused: msg("The return was refused"),
  return_received: msg("The goods came back"),
  return_withdrawn: msg("The return was withdrawn"),
  returned: msg("The goods came back"),
  refund: msg("Money went back"),
  refund_failed: msg("A refund failed"),
  refunded: msg("Refunded in full"),
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
    return [{ at, title: t(title), detail: parts.length > 0 ? parts.join(" · ") : undefined }];
  });
}
