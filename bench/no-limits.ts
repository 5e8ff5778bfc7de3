/** What is measured is the shop, not what it lets one address do: everything here has one. */
export const noLimits = {
  CONSENT_REQUESTS_PER_10_SECONDS: "100000",
  EVENT_REQUESTS_PER_10_SECONDS: "100000",
  EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS: "10000000",
  CART_CHANGES_PER_ADDRESS_PER_10_MINUTES: "10000000",
  TAUGHT_PER_ITEM_PER_DAY: "100000",
  TOLD_PER_VISITOR_PER_DAY: "10000000",
} as const;
