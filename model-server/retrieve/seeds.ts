import type { Reason } from "@slipstream/contracts/recommend";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** Seeds looked at; what lies further back has little say. */
const MAX_SEEDS = 10;
/** Seeds that are asked what was bought with them. */
const MAX_BASKET_SEEDS = 20;
/** Orders with both items that are more than chance. */
const OFTEN_ORDERS = 2;

/**
 * The seed that gave an item most of its score in a source that sums over seeds with `decay` per
 * step back; `partOf` is what one seed alone gives it. Undefined when none of the nearest does.
 */
export function strongestSeed(options: {
  seeds: readonly number[];
  row: number;
  decay: number;
  partOf: (seed: number) => number;
}): number | undefined {
  const { seeds, row, decay, partOf } = options;
  let best: number | undefined;
  let bestPart = 0;
  seeds.slice(0, MAX_SEEDS).forEach((seed, gap) => {
    if (seed === row) return;
    const part = partOf(seed) * decay ** gap;
    if (part <= bestPart) return;
    best = seed;
    bestPart = part;
  });
  return best;
}

/** How the rail and the visitor stand to the seed that brought an item. */
export function becauseOf(
  model: ShopModel,
  situation: Situation,
  seed: number | undefined,
): Reason {
  if (seed === undefined) return { code: "for_you" };
  const itemId = model.ids.idOf(seed);
  const { placement } = situation.request;
  const interest = situation.interests.find(({ row }) => row === seed);
  if (placement === "similar") return { code: "similar_to", itemId };
  if (interest?.type === "purchase") return { code: "because_you_bought", itemId };
  const isViewed = interest !== undefined || placement === "because_you_viewed";
  return { code: isViewed ? "because_you_viewed" : "similar_to", itemId };
}

/** Of the items that the rail starts from, the one that was bought with this one most often. */
export function oftenBoughtWith(
  model: ShopModel,
  { seeds }: Pick<Situation, "seeds">,
  row: number,
): number | undefined {
  let best: number | undefined;
  let most = OFTEN_ORDERS - 1;
  for (const seed of seeds.slice(0, MAX_BASKET_SEEDS)) {
    const orders = model.baskets.counts.together(seed, row);
    if (orders > most) [best, most] = [seed, orders];
  }
  return best;
}
