import type { ProductCard } from "@slipstream/contracts/shop-api";

/** What a card needs of a product. */
export type SeenCard = Pick<
  ProductCard,
  "itemId" | "slug" | "title" | "priceMinor" | "currency" | "image" | "tint"
>;

const MAX_CARDS = 12;
let cards: readonly SeenCard[] = [];

/** Products whose pages were open in this tab, newest first; in memory and nowhere else. */
export function seenCards(): readonly SeenCard[] {
  return cards;
}

export function rememberCard(card: SeenCard): void {
  cards = [card, ...cards.filter(({ itemId }) => itemId !== card.itemId)].slice(0, MAX_CARDS);
}
