import { readCatalogue } from "@slipstream/model-server/views/catalogue-reader";
import type { Database } from "@slipstream/model-server/views/database";
import { majorUnits } from "./major-units.ts";

/** Fields of each line of `catalogue.jsonl.gz`, and what is in each. */
export const catalogueFields: readonly { name: string; meaning: string }[] = [
  { name: "item_id", meaning: "the product" },
  { name: "title", meaning: "its name" },
  { name: "categories", meaning: "slugs, from the broad one to the narrow one" },
  { name: "brand", meaning: "where it has one" },
  { name: "keywords", meaning: "what its attributes say of it: material, colour, pattern" },
  { name: "price, currency", meaning: "in units of the currency" },
  { name: "status, in_stock", meaning: "whether it can be had now" },
  { name: "created", meaning: "epoch seconds, when it came into the shop" },
];

/** The shop's products as lines of JSON. */
export async function* catalogueLines(database: Database, shop: string): AsyncGenerator<string> {
  for await (const items of readCatalogue(database, shop)) {
    for (const item of items) {
      yield JSON.stringify({
        item_id: item.itemId,
        title: item.title,
        categories: item.categories.toReversed(),
        brand: item.brand,
        keywords: item.keywords,
        price: majorUnits(item.priceMinor, item.currency),
        currency: item.currency,
        status: item.status,
        in_stock: item.inStock,
        created: Math.floor(item.createdAt / 1000),
      });
    }
  }
}
