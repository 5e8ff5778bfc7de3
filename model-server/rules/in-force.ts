import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import type { Rule, RuleTarget } from "@slipstream/contracts/merchandising";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/**
 * The rules of this placement, time and page. A list that the caller chose loses only what a rule
 * excludes that names its placement: a search must find what is there.
 */
export function rulesInForce(
  rules: readonly Rule[],
  model: ShopModel,
  situation: Situation,
): Rule[] {
  const { request, nowMs, anchor } = situation;
  const context = new Set<string>();
  if (request.filters?.category !== undefined) context.add(request.filters.category);
  if (anchor !== undefined) {
    for (const category of model.catalogue.categoriesOf(anchor)) context.add(category);
  }
  return rules.filter(
    ({ kind, placements, contextCategory, startsAt = 0, endsAt = Number.POSITIVE_INFINITY }) =>
      (placements.includes(request.placement) ||
        (placements.length === 0 && !(kind === "exclude" && request.candidates !== undefined))) &&
      (contextCategory === undefined || context.has(contextCategory)) &&
      startsAt <= nowMs &&
      nowMs < endsAt,
  );
}

/**
 * True for a product that fits every part of a target; a target without parts fits nothing. Asked of
 * every candidate and rule: it makes no objects.
 */
export function fitsTarget(target: RuleTarget, item: CatalogueItem): boolean {
  const { category, brand, sellerId } = target;
  const itemIds = target.itemIds?.length ? target.itemIds : undefined;
  return (
    (itemIds ?? category ?? brand ?? sellerId) !== undefined &&
    (itemIds === undefined || itemIds.includes(item.itemId)) &&
    (category === undefined || item.categories.includes(category)) &&
    (brand === undefined || item.brand === brand) &&
    (sellerId === undefined || item.sellerId === sellerId)
  );
}
