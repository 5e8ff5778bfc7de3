import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { itemIdSchema } from "@slipstream/contracts/identifiers";
import {
  illustrationForTitle,
  illustrationPath,
  illustrationViews,
} from "@slipstream/illustrations";
import type { SeedProduct } from "@slipstream/migrations/seed/catalogue";
import { insertShop } from "@slipstream/migrations/seed/insert-shop";
import type { ShopSeed } from "@slipstream/migrations/seed/shop-seed";
import type { CatalogueEntry } from "./catalogue-file.ts";
import { readCatalogue } from "./catalogue-file.ts";
import { categoryTree, slugOf } from "./catalogue-tree.ts";
import type { LineFault } from "./event-log.ts";
import { readEventLog } from "./event-log.ts";
import type { DatasetFiles } from "./find.ts";
import { DatasetError, findDataset } from "./find.ts";
import { datasetSources } from "./sources.ts";
import { tidyTitle } from "./titles.ts";

/** Grows when the same files become another shop. */
const IMPORT_VERSION = 2;
const DEFAULT_CURRENCY = "GBP";
const MINOR_UNITS = 100;
const MS_PER_SECOND = 1000;
/** No source tells a stock; nothing shall run out in a replay. */
const STOCK = 1000;
/** No source tells how things are brought to people; without a way nobody could order. */
const STANDARD_DELIVERY = {
  ...{ id: "standard", name: "Standard", countries: [], minDays: 2, maxDays: 5 },
  ...{ priceMinor: 490, freeFromMinor: 7_500 },
};
/** Products whose beginning the source does not tell are not new. */
const LONG_AGO_MS = Date.UTC(2000, 0, 1);

export interface DatasetImported {
  shop: string;
  /** Host name that the shop answers at. */
  host: string;
  products: number;
  /** False when the same data was there already. */
  loaded: boolean;
  /** Lines that were passed over. */
  faults: LineFault[];
}

/**
 * Makes a shop of a data set: its catalogue, with drawn pictures. Products that only the log knows
 * are hidden where there is a catalogue, and all there is where there is none. Events are sent by
 * the replay. Throws DatasetError.
 */
export async function importDataset(options: {
  ownerUrl: string;
  nameOrPath: string;
}): Promise<DatasetImported> {
  const dataset = findDataset(options.nameOrPath);
  const faults: LineFault[] = [];
  const { products, loaded } = await insertShop({
    ownerUrl: options.ownerUrl,
    shop: dataset.slug,
    hash: hashOf(dataset),
    makeSeed: () => seedOf(dataset, (fault) => faults.push(fault)),
  });
  return { shop: dataset.slug, host: hostOf(dataset), products, loaded, faults };
}

/** Over the files as they lie there, so that an unchanged set is not read line by line. */
function hashOf({ catalogue, logs }: DatasetFiles): string {
  const hash = createHash("sha256").update(`import ${IMPORT_VERSION}\n`);
  for (const path of catalogue ? [catalogue, ...logs] : logs) hash.update(readFileSync(path));
  return hash.digest("hex");
}

function hostOf({ slug }: DatasetFiles): string {
  return `${slug}.localhost`;
}

async function seedOf(
  dataset: DatasetFiles,
  onFault: (fault: LineFault) => void,
): Promise<ShopSeed> {
  const listed = dataset.catalogue ? await readCatalogue(dataset.catalogue, onFault) : [];
  const onlyInLog = await itemsOnlyInLog(dataset, new Set(listed.map((entry) => entry.item_id)));
  const entries: CatalogueEntry[] = [
    ...listed,
    ...onlyInLog.map((item_id) => ({ item_id, title: `Item ${item_id}` })),
  ];
  if (entries.length === 0) {
    throw new DatasetError("dataset_unreadable", `${dataset.folder} has no product`);
  }
  const tree = categoryTree(entries);
  const source = datasetSources[dataset.name];
  const currency = listed.find((entry) => entry.currency)?.currency ?? DEFAULT_CURRENCY;
  return {
    shop: {
      id: dataset.slug,
      name: source?.title ?? dataset.name.replaceAll("_", " "),
      hosts: [hostOf(dataset)],
      currency,
      locale: "en-GB",
      simulated: false,
      provenance: source
        ? `${source.title}: ${source.origin}. Licence: ${source.licence}. Titles tidied; pictures drawn from the titles by this project.`
        : `Imported from a folder named ${dataset.name}; origin and licence are not known. Pictures drawn from the titles by this project.`,
    },
    catalogue: {
      categories: tree.categories,
      products: withOwnSlugs(
        entries.map((entry) => productOf(entry, { category: tree.slugOf(entry), currency })),
      ),
    },
    hidden: new Set(listed.length > 0 ? onlyInLog : []),
    prices: {
      shippingMethods: [STANDARD_DELIVERY],
      taxRates: [],
      currencyRates: {},
      discounts: [],
    },
  };
}

/** Ids may differ in case or marks alone; addresses must not be shared. */
function withOwnSlugs(products: SeedProduct[]): SeedProduct[] {
  const used = new Map<string, number>();
  return products.map((product) => {
    const times = (used.get(product.slug) ?? 0) + 1;
    used.set(product.slug, times);
    return times === 1 ? product : { ...product, slug: `${product.slug}-${times}` };
  });
}

/** Ids of the log that a product may have and that the catalogue does not list. */
async function itemsOnlyInLog(dataset: DatasetFiles, listed: Set<string>): Promise<string[]> {
  const found = new Set<string>();
  for await (const rows of readEventLog(dataset, () => {})) {
    for (const { itemId } of rows) {
      if (!listed.has(itemId) && !found.has(itemId) && itemIdSchema.safeParse(itemId).success) {
        found.add(itemId);
      }
    }
  }
  return [...found];
}

function productOf(
  entry: CatalogueEntry,
  { category, currency }: { category: string; currency: string },
): SeedProduct {
  const id = entry.item_id;
  const title = tidyTitle(entry.title);
  const given = (entry.variants ?? []).map(({ sku, options, price }) => ({
    sku,
    options,
    priceMinor: toMinor(price ?? entry.price),
    stock: STOCK,
  }));
  const single = { sku: id, options: {}, priceMinor: toMinor(entry.price), stock: STOCK };
  const variants = given.length > 0 ? given : [single];
  return {
    id,
    slug: [slugOf(title), id.toLowerCase().replace(/[^a-z0-9]+/g, "-")].filter(Boolean).join("-"),
    title,
    description: entry.description ?? "",
    category,
    brand: entry.brand ?? "",
    attributes: entry.attributes ?? {},
    priceMinor: Math.min(...variants.map(({ priceMinor }) => priceMinor)),
    currency,
    consumable: false,
    variants,
    images: picturesOf(title, category),
    createdAt: new Date(
      entry.first_sold ? entry.first_sold * MS_PER_SECOND : LONG_AGO_MS,
    ).toISOString(),
  };
}

function picturesOf(title: string, category: string): SeedProduct["images"] {
  const spec = illustrationForTitle(title, category);
  return illustrationViews.map((view) => ({
    path: illustrationPath(spec, view),
    alt: `Drawing of ${title}`,
  }));
}

function toMinor(price: number | null | undefined): number {
  return Math.round((price ?? 0) * MINOR_UNITS);
}
