/** The states of an order, in the order in which most go through them. Free of dependencies. */
export const orderStates = [
  "created",
  "payment_pending",
  "paid",
  "partly_fulfilled",
  "fulfilled",
  "delivered",
  "cancelled",
  "return_requested",
  "returned",
  "refunded",
] as const;
