import type { Reason } from "@slipstream/contracts/recommend";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** An item that fills a rail which the sources left short, and why it is there. */
export interface Filler {
  itemId: string;
  reason: Reason;
  source: string;
}

/** Trending items looked through, per list. */
const TRENDING_DEPTH = 1000;

/**
 * What a rail is filled up with, best first, lazily: the leaf category of the anchor (or of the
 * filter, or of the last interest), what trends there before what is new; then its parents in the
 * same way, what trends in the shop, and the newest of each category in turn. The shop's trending
 * rail begins with what trends. Runs through the whole catalogue if it must; items may come twice.
 */
export function* fillers(model: ShopModel, situation: Situation): IterableIterator<Filler> {
  const { filters, placement } = situation.request;
  const near = situation.anchor ?? situation.seeds[0];
  const ofNear = near === undefined ? [] : model.catalogue.categoriesOf(near);
  const path = filters?.category === undefined ? ofNear : [filters.category];
  if (placement === "trending") yield* trending(model, situation.nowMs, filters?.category);
  for (const category of path) {
    yield* trending(model, situation.nowMs, category);
    yield* newest(model, category, near);
  }
  yield* trending(model, situation.nowMs);
  for (const itemId of model.catalogue.newestOfEachCategory()) {
    yield { itemId, reason: { code: "new" }, source: "new_items" };
  }
}

function* trending(model: ShopModel, at: number, category?: string): IterableIterator<Filler> {
  const options = category === undefined ? { at } : { at, category };
  const reason: Reason =
    category === undefined ? { code: "trending" } : { code: "trending_in_category", category };
  for (const { itemId } of model.steps.trending.query(TRENDING_DEPTH, options)) {
    yield { itemId, reason, source: "trending" };
  }
}

/** Newest of one category: alike to the item that the rail is about, where there is one. */
function* newest(
  model: ShopModel,
  category: string,
  near: string | undefined,
): IterableIterator<Filler> {
  const reason: Reason = near ? { code: "similar_to", itemId: near } : { code: "new", category };
  for (const itemId of model.catalogue.newest(category)) {
    yield { itemId, reason, source: near ? "category" : "new_items" };
  }
}
