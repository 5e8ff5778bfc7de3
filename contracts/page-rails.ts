import type { Placement } from "./placements.ts";

/**
 * Which of a page's rails shows a product that several would: what is about the thing of the moment
 * comes first, what fills with whatever is left comes last.
 */
const order: readonly Placement[] = [
  "because_you_viewed",
  "bought_together",
  "similar",
  "cart",
  "search_rerank",
  "category_rerank",
  "home_for_you",
  "trending",
];

/** A rail's place among those of its page; one of a higher place gives way. */
export function placeOnPage(placement: Placement): number {
  return order.indexOf(placement);
}

/**
 * Whether a page shows the rail at all: away from a product, "because you just viewed" is not shown
 * before there is something that it speaks of.
 */
export function isShownOnPage(
  { placement, itemId }: { placement: Placement; itemId?: string | undefined },
  { anchored }: { anchored: boolean },
): boolean {
  return placement !== "because_you_viewed" || itemId !== undefined || anchored;
}
