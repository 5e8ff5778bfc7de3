import type { RailCard } from "@slipstream/contracts/rail-socket";

/**
 * What is shown as bought together with a product: what truly was, and what the shop pins there. What
 * fills the rail up for want of purchases is not; where nothing was bought with it, there is none.
 */
export function companionsOf<Card extends Pick<RailCard, "itemId" | "reason">>(
  cards: readonly Card[],
  hidden: readonly string[],
): Card[] {
  const wanted = cards.filter(({ itemId }) => !hidden.includes(itemId));
  if (!wanted.some(({ reason }) => reason.code === "bought_together")) return [];
  return wanted.filter(({ reason: { code } }) => code === "bought_together" || code === "picked");
}
