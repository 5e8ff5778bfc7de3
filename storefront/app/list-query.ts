import type { ProductQuery } from "@slipstream/edge/storefront-context";
import { type Message, msg } from "./language/text.ts";

export type Sort = NonNullable<ProductQuery["sort"]>;

/** The orders that a list may have, in the words of the page. */
export const sortNames: Readonly<Record<Sort, Message>> = {
  relevance: msg("Best match"),
  newest: msg("Newest"),
  price_asc: msg("Price, low to high"),
  price_desc: msg("Price, high to low"),
  title: msg("Name"),
};

function isSort(value: string | null): value is Sort {
  return value !== null && Object.hasOwn(sortNames, value);
}

/** The order asked for in the address, or `otherwise`. */
export function sortOf(params: URLSearchParams, otherwise: Sort): Sort {
  const value = params.get("sort");
  return isSort(value) ? value : otherwise;
}

const LAST_PAGE = 10_000;

/** The page asked for in the address, from 1. */
export function pageOf(params: URLSearchParams): number {
  const page = Number(params.get("page") ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}
