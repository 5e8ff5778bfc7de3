import { readCatalogue } from "./catalogue-file.ts";
import type { DatasetFiles } from "./find.ts";
import { datasetSources } from "./sources.ts";

/** The currency of a data set's prices; undefined where it has none. */
export async function catalogueCurrency(
  dataset: Pick<DatasetFiles, "name" | "catalogue">,
): Promise<string | undefined> {
  const known = datasetSources[dataset.name]?.currency;
  if (known !== undefined || dataset.catalogue === undefined) return known;
  const entries = await readCatalogue(dataset.catalogue, () => {});
  return entries.find((entry) => entry.currency)?.currency ?? undefined;
}
