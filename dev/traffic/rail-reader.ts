import type { Random } from "@slipstream/algorithms/random";
import type { SimulatedProduct } from "./assortment.ts";
import type { Taste } from "./taste.ts";

/** Chance that the next card of a rail is looked at too. */
const LOOKS_ON = 0.88;
/** Chance that a card of no special interest is pressed once it is looked at. */
const PRESSES = 0.04;
/** However much it is to somebody's taste. */
const PRESSES_AT_MOST = 0.5;

/** Somebody's tastes, as far as cards of a rail speak to them. */
export interface Reader {
  styles: Taste;
  categories: Taste;
}

/**
 * What somebody makes of a rail: cards are looked at from the left until they lose interest (the
 * cascade model; Craswell et al. 2008), and what is to their taste is pressed more often. `pressed` is
 * a place among those that were seen.
 */
export function readRail(
  cards: readonly (SimulatedProduct | undefined)[],
  { styles, categories }: Reader,
  random: Random,
): { seen: number; pressed: number | undefined } {
  const likesStyle = shareOver(styles);
  const likesCategory = shareOver(categories);
  for (let place = 0; place < cards.length; place++) {
    const product = cards[place];
    const interest = product ? likesStyle(product.style) * likesCategory(product.category) : 0;
    if (random.unit() < Math.min(PRESSES_AT_MOST, PRESSES * interest)) {
      return { seen: place + 1, pressed: place };
    }
    if (random.unit() >= LOOKS_ON) return { seen: place + 1, pressed: undefined };
  }
  return { seen: cards.length, pressed: undefined };
}

/** How much more than anybody's something is to a taste: 1 for what is neither liked nor not. */
function shareOver(taste: Taste): (name: string) => number {
  const shares = taste.shares();
  return (name) => (shares.get(name) ?? 0) * shares.size;
}
