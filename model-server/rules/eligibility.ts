import type { CatalogueItem } from "@slipstream/contracts/catalogue";
import type { Refusal } from "@slipstream/contracts/debugger";
import type { Rule } from "@slipstream/contracts/merchandising";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";
import { fitsTarget } from "./in-force.ts";

/** Why the item of a row may not be shown; undefined: it may. */
export type RefusalOf = (row: number) => Refusal | undefined;

/**
 * What may be shown in this answer: published, in stock, not hidden by the visitor, not their own
 * product, within the request's filters, not excluded by a rule, and none of the items that the rail
 * starts from. Asked before ranking and once more of every item that goes out, since the catalogue
 * may have changed.
 */
export function refusalsOf(
  model: ShopModel,
  situation: Situation,
  rules: readonly Rule[],
): RefusalOf {
  const { request, hidden, query } = situation;
  const refused = requestRefusals(model, situation);
  const allowed = query.given && new Set(query.given);
  const excluding = rules.filter(({ kind }) => kind === "exclude");
  const sells = request.userId !== undefined && model.catalogue.isSeller(request.userId);
  const anyForSale = excluding.length === 0 && !sells && request.filters === undefined;
  return (row) => {
    const named = refused.get(row);
    if (named !== undefined) return named;
    if (hidden.has(row)) return "hidden_by_visitor";
    if (allowed?.has(row) === false) return "not_a_candidate";
    if (anyForSale && model.catalogue.isForSale(row)) return undefined;
    const item = model.catalogue.at(row);
    if (item === undefined) return "unknown_item";
    if (item.status !== "published") return "not_published";
    // Lists that the caller chose keep what is sold out: the page says so.
    if (!item.inStock && allowed === undefined) return "out_of_stock";
    if (sells && item.sellerId === request.userId && !allowed) return "own_product";
    if (excluding.some(({ target }) => fitsTarget(target, item))) return "excluded_by_rule";
    return outsideFilters(item, request.filters);
  };
}

/** Items that the request itself keeps out. */
function requestRefusals(
  { ids }: ShopModel,
  { request, anchorRow }: Situation,
): ReadonlyMap<number, Refusal> {
  const refused = new Map<number, Refusal>();
  const refuse = (itemIds: readonly string[], refusal: Refusal) => {
    for (const itemId of itemIds) {
      const row = ids.rowOf(itemId);
      if (row !== undefined) refused.set(row, refusal);
    }
  };
  if (request.candidates === undefined) {
    refuse(request.cart ?? [], "in_cart");
    if (anchorRow !== undefined) refused.set(anchorRow, "is_the_page");
  }
  refuse(request.exclude ?? [], "excluded_by_request");
  return refused;
}

function outsideFilters(
  item: CatalogueItem,
  filters: Situation["request"]["filters"],
): Refusal | undefined {
  if (filters === undefined) return undefined;
  const { category, minPriceMinor = 0, maxPriceMinor = Number.POSITIVE_INFINITY } = filters;
  if (category !== undefined && !item.categories.includes(category)) return "other_category";
  const isWithin = item.priceMinor >= minPriceMinor && item.priceMinor <= maxPriceMinor;
  return isWithin ? undefined : "outside_price_range";
}
