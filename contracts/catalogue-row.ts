import { type CatalogueItem, keywordsOf } from "./catalogue.ts";

/** Levels of categories that are followed upwards; also ends a loop in bad data. */
const MAX_DEPTH = 12;

/** A product as PostgreSQL has it. */
export interface CatalogueRow {
  id: string;
  title: string;
  categorySlug: string;
  brand: string;
  attributes: Readonly<Record<string, string>>;
  priceMinor: number;
  currency: string;
  status: CatalogueItem["status"];
  inStock: boolean;
  consumable: boolean;
  sellerId: string | null;
  createdAt: Date;
}

/** What the model server is told of a product; `parents` names the parent of every category. */
export function catalogueItemOf(
  row: CatalogueRow,
  parents: ReadonlyMap<string, string | null>,
): CatalogueItem {
  const { id, categorySlug, brand, attributes, sellerId, createdAt, ...same } = row;
  const keywords = keywordsOf(attributes);
  const categories: string[] = [];
  for (
    let slug: string | null | undefined = categorySlug;
    slug && categories.length < MAX_DEPTH && !categories.includes(slug);
    slug = parents.get(slug)
  ) {
    categories.push(slug);
  }
  return {
    ...same,
    itemId: id,
    categories,
    ...(brand === "" ? {} : { brand }),
    ...(keywords.length === 0 ? {} : { keywords }),
    ...(sellerId === null ? {} : { sellerId }),
    createdAt: createdAt.getTime(),
  };
}

/** What is told of a product that is not there any more. */
export function goneItem(itemId: string): CatalogueItem {
  return {
    itemId,
    title: "",
    categories: [],
    priceMinor: 0,
    currency: "",
    status: "deleted",
    inStock: false,
    consumable: false,
    createdAt: 0,
  };
}
