import type { OrderDetail } from "@slipstream/contracts/order-api";
import { t } from "../language/text.ts";

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
            title: t("Waiting for your bank"),
            lead: t(
              "Your order is with us. This page changes by itself when the bank has answered.",
            ),
          }
        : { title: t("Not paid yet"), lead: t("Your order waits for its payment.") };
    case "paid":
      return {
        title: t("Thank you"),
        lead:
          email === undefined
            ? t("Your order is paid and being packed.")
            : t("Your order is paid and being packed. The confirmation goes to {email}.", {
                email,
              }),
      };
    case "partly_fulfilled":
      return {
        title: t("Partly on its way"),
        lead: t("The rest follows as soon as it is packed."),
      };
    case "fulfilled":
      return { title: t("On its way"), lead: t("Everything has left us.") };
    case "delivered":
      return {
        title: t("Delivered"),
        lead: t("If something is not as you hoped, you can send it back."),
      };
    case "cancelled":
      return {
        title: t("Cancelled"),
        lead: refunds.some((refund) => refund.state === "pending")
          ? t("Nothing will be sent. Your money is on its way back.")
          : refundedMinor > 0
            ? t("Nothing will be sent, and your money went back to you.")
            : t("Nothing will be sent, and nothing was charged."),
      };
    case "return_requested":
      return { title: t("Return under way"), lead: t("We write to you about each step.") };
    case "returned":
      return {
        title: t("Sent back"),
        lead: t("What you returned is here, and its money went back."),
      };
    case "refunded":
      return { title: t("Refunded"), lead: t("All the money went back to you.") };
  }
}
