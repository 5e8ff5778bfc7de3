import type { OrderDetail } from "@slipstream/contracts/order-api";

/** What an order's page says first. */
export function openingOf(
  order: Pick<OrderDetail, "state" | "email" | "refundedMinor" | "totalMinor" | "refunds">,
  isWaiting: boolean,
): { title: string; lead: string } {
  const { state, email, refundedMinor, refunds } = order;
  switch (state) {
    case "created":
    case "payment_pending":
      return isWaiting
        ? {
            title: "Waiting for your bank",
            lead: "Your order is with us. This page changes by itself when the bank has answered.",
          }
        : { title: "Not paid yet", lead: "Your order waits for its payment." };
    case "paid":
      return {
        title: "Thank you",
        lead: `Your order is paid and being packed.${email === undefined ? "" : ` The confirmation goes to ${email}.`}`,
      };
    case "partly_fulfilled":
      return { title: "Partly on its way", lead: "The rest follows as soon as it is packed." };
    case "fulfilled":
      return { title: "On its way", lead: "Everything has left us." };
    case "delivered":
      return {
        title: "Delivered",
        lead: "If something is not as you hoped, you can send it back.",
      };
    case "cancelled":
      return {
        title: "Cancelled",
        lead: refunds.some((refund) => refund.state === "pending")
          ? "Nothing will be sent. Your money is on its way back."
          : refundedMinor > 0
            ? "Nothing will be sent, and your money went back to you."
            : "Nothing will be sent, and nothing was charged.",
      };
    case "return_requested":
      return { title: "Return under way", lead: "We write to you about each step." };
    case "returned":
      return { title: "Sent back", lead: "What you returned is here, and its money went back." };
    case "refunded":
      return { title: "Refunded", lead: "All the money went back to you." };
  }
}
