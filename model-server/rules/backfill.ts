import type { Reason } from "@slipstream/contracts/recommend";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** An item that fills a rail which the sources left short, and why it is there. */
export interface Filler {
  row: number;
  reason: Reason;
  source: string;
}

/**
 * What a rail is filled up with, best first, lazily: the leaf category of the anchor (or of the
 * filter, or of the last interest), what trends there before what is new; then its parents in the
 * same way, what trends in the shop, and the newest of each category in turn. The shop's trending
 * rail begins with what trends. Runs through the whole catalogue if it must; items may come twice.
 */
export function* fillers(model: ShopModel, situation: Situation): IterableIterator<Filler> {
  const { filters, placement } = situation.request;
  const near = situation.anchor === undefined ? situation.seeds[0] : situation.anchorRow;
  const ofNear = near === undefined ? [] : model.catalogue.categoriesAt(near);
  const path = filters?.category === undefined ? ofNear : [filters.category];
  if (placement === "trending") yield* trending(model, filters?.category);
  for (const category of path) {
    yield* trending(model, category);
    yield* newest(model, category, near);
  }
  yield* trending(model);
  for (const row of model.catalogue.newestOfEachCategory()) {
    yield { row, reason: { code: "new" }, source: "new_items" };
  }
}

function* trending({ trending: counts }: ShopModel, category?: string): IterableIterator<Filler> {
  const reason: Reason =
    category === undefined ? { code: "trending" } : { code: "trending_in_category", category };
  for (const row of counts.leaders(category)) yield { row, reason, source: "trending" };
}

/** Newest of one category: alike to the item that the rail is about, where there is one. */
function* newest(
  { catalogue, ids }: ShopModel,
  category: string,
  near: number | undefined,
): IterableIterator<Filler> {
  const isNear = near !== undefined;
  const reason: Reason = isNear
    ? { code: "similar_to", itemId: ids.idOf(near) }
    : { code: "new", category };
  for (const row of catalogue.newest(category)) {
    yield { row, reason, source: isNear ? "category" : "new_items" };
  }
}
