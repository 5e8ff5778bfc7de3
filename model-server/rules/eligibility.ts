import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/**
 * What may be shown in this answer: published, in stock, not hidden by the visitor, not their own
 * product, within the request's filters, and none of the items that the rail starts from. Asked
 * before ranking and once more of every item that goes out, since the catalogue may have changed.
 */
export function eligibilityOf(model: ShopModel, situation: Situation): (itemId: string) => boolean {
  const { request, hidden, anchor } = situation;
  const refused = new Set([...(request.exclude ?? []), ...hidden]);
  if (request.candidates === undefined) {
    if (anchor !== undefined) refused.add(anchor);
    for (const itemId of request.cart ?? []) refused.add(itemId);
  }
  const allowed = request.candidates === undefined ? undefined : new Set(request.candidates);
  return (itemId) => {
    if (refused.has(itemId) || allowed?.has(itemId) === false) return false;
    const item = model.catalogue.get(itemId);
    if (item === undefined || item.status !== "published") return false;
    // Lists that the caller chose keep what is sold out: the page says so.
    if (!item.inStock && allowed === undefined) return false;
    if (request.userId !== undefined && item.sellerId === request.userId && !allowed) return false;
    return isWithin(item, request.filters);
  };
}

function isWithin(item: CatalogueItem, filters: Situation["request"]["filters"]): boolean {
  if (filters === undefined) return true;
  const { category, minPriceMinor = 0, maxPriceMinor = Number.POSITIVE_INFINITY } = filters;
  if (category !== undefined && !item.categories.includes(category)) return false;
  return item.priceMinor >= minPriceMinor && item.priceMinor <= maxPriceMinor;
}
