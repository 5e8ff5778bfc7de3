import { ContentIndex, type ContentTerms } from "@slipstream/algorithms/content";
import { contentTerms } from "@slipstream/algorithms/content-terms";
import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import type { Interaction } from "@slipstream/algorithms/engine/query";
import { ContentSource } from "@slipstream/algorithms/sources/content";
import { keywordsOf } from "@slipstream/contracts/catalogue";
import { type CatalogueEntry, readCatalogue } from "./catalogue-file.ts";
import { categoryTree } from "./catalogue-tree.ts";
import type { DatasetFiles } from "./find.ts";

/**
 * The content source of a data set's catalogue. A log does not say when a product came to the shop:
 * it is known from its first event on, never before.
 */
export class LoggedContent extends ContentSource {
  readonly #ids: ItemIds;
  readonly #index: ContentIndex;
  /** Terms of the products that nobody has met so far. */
  readonly #coming: Map<string, ContentTerms>;

  constructor(ids: ItemIds, coming: Map<string, ContentTerms>) {
    const index = new ContentIndex();
    super(index);
    this.#ids = ids;
    this.#index = index;
    this.#coming = coming;
  }

  override observe({ row }: Interaction): void {
    const itemId = this.#ids.idOf(row);
    const terms = this.#coming.get(itemId);
    if (terms === undefined) return;
    this.#coming.delete(itemId);
    this.#index.upsert(row, terms);
  }
}

/** The content source of a data set; undefined where it has no catalogue. @throws DatasetError */
export async function contentOf(
  { catalogue }: Pick<DatasetFiles, "catalogue">,
  ids: ItemIds,
): Promise<LoggedContent | undefined> {
  if (catalogue === undefined) return undefined;
  // What is no product has no content: whoever imports the catalogue is told of it.
  const entries = await readCatalogue(catalogue, () => {});
  return new LoggedContent(ids, termsOf(entries));
}

function termsOf(entries: readonly CatalogueEntry[]): Map<string, ContentTerms> {
  const { categories, slugOf } = categoryTree(entries);
  const parents = new Map(categories.map(({ slug, parent }) => [slug, parent]));
  return new Map(
    entries.map((entry) => {
      const path: string[] = [];
      for (let slug: string | undefined = slugOf(entry); slug; slug = parents.get(slug))
        path.push(slug);
      const { title, attributes } = entry;
      const brand = entry.brand ?? undefined;
      const keywords = keywordsOf(attributes ?? {});
      return [entry.item_id, contentTerms({ title, categories: path, brand, keywords })];
    }),
  );
}
