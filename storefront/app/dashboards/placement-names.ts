import type { Placement } from "@slipstream/contracts/placements";

/** Rails and re-ranked lists, as people call them. */
export const placementNames: Readonly<Record<Placement | "unknown", string>> = {
  home_for_you: "For you",
  because_you_viewed: "Because you viewed",
  similar: "Similar",
  bought_together: "Often bought together",
  cart: "In the cart",
  trending: "Popular",
  search_rerank: "Search results",
  category_rerank: "Category lists",
  unknown: "Unknown rail",
};
