import type { ContentTerms } from "@slipstream/algorithms/content";
import { contentTerms } from "@slipstream/algorithms/content-terms";
import type { Source } from "@slipstream/algorithms/engine/source";
import { readArchivedLog } from "@slipstream/model-server/training/archive/archived-log";
import { type Log, logOf } from "@slipstream/model-server/training/log";
import { LogError } from "@slipstream/model-server/training/log-error";
import { readCatalogue } from "@slipstream/model-server/views/catalogue-reader";
import type { Database } from "@slipstream/model-server/views/database";
import { contentOf, LoggedContent } from "../datasets/content-source.ts";
import { findDataset } from "../datasets/find.ts";
import { readPositiveEvents } from "../datasets/positive-events.ts";

/** A log to train on, what it is called, and the shop that it is of. */
export interface TrainingLog {
  name: string;
  shop: string;
  log: Log;
  /** What a catalogue says of the items, where there is one. */
  content?: Source | undefined;
}

/** The log of a data set, whole. @throws DatasetError, LogError */
export async function datasetLog(nameOrPath: string, limit?: number): Promise<TrainingLog> {
  const dataset = findDataset(nameOrPath);
  const { events, faultCount } = await readPositiveEvents(dataset, { limit });
  if (events.length === 0 && faultCount > 0) {
    throw new LogError("log_empty", `None of the log's ${faultCount} lines is an event.`);
  }
  const log = logOf(events);
  const content = await contentOf(dataset, log.ids);
  return { name: dataset.name, shop: dataset.slug, log, content };
}

/** What a shop's archive has, with what its products say of themselves. */
export async function archiveLog(database: Database, shop: string): Promise<TrainingLog> {
  const log = logOf(await readArchivedLog(database, shop));
  const terms = new Map<string, ContentTerms>();
  for await (const products of readCatalogue(database, shop)) {
    for (const product of products) terms.set(product.itemId, contentTerms(product));
  }
  return { name: `archive of ${shop}`, shop, log, content: new LoggedContent(log.ids, terms) };
}
