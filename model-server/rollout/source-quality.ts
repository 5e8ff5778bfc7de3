import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import { SOURCE_COLUMNS } from "@slipstream/algorithms/engine/source-features";
import { type BatchPlace, batchPlaces } from "@slipstream/algorithms/engine/standard";
import { reciprocalRankAtK } from "@slipstream/algorithms/metrics/mrr";
import { WindowedMean } from "@slipstream/algorithms/metrics/windowed";
import type { SourcesReport } from "@slipstream/contracts/model-reports";
import type { PredictedVisit } from "../blend/shop-blend.ts";
import { isAskedAtHome } from "../retrieve/retrieve.ts";
import type { ShopModel } from "../shop-model.ts";
import { stagedOf } from "./participants.ts";

const K = 20;
/** Visits that a mean is of. */
const WINDOW = 2_000;
/** What all are held against: popularity that decays with the shop's events. */
const BASELINE = "popularity";
/** Columns of a source, from its first. */
const RECIPROCAL = SOURCE_COLUMNS.indexOf("rr");
const SCORE = SOURCE_COLUMNS.indexOf("score");

const places: ReadonlySet<string> = new Set(batchPlaces);

/** One source's windows; a model that is trained in batch begins anew with each version. */
class SourceWindows {
  readonly version: string | undefined;
  readonly #own = { recall: new WindowedMean(WINDOW), mrr: new WindowedMean(WINDOW) };
  readonly #beside = { recall: new WindowedMean(WINDOW), mrr: new WindowedMean(WINDOW) };

  constructor(version: string | undefined) {
    this.version = version;
  }

  add(reciprocal: number, beside: number): void {
    this.#own.recall.add(Number(reciprocal > 0));
    this.#own.mrr.add(reciprocal);
    this.#beside.recall.add(Number(beside > 0));
    this.#beside.mrr.add(beside);
  }

  figures() {
    return {
      visits: this.#own.mrr.count,
      ...{ recallAt20: this.#own.recall.mean, mrrAt20: this.#own.mrr.mean },
      ...{ besideRecall: this.#beside.recall.mean, besideMrr: this.#beside.mrr.mean },
      ...(this.version === undefined ? {} : { version: this.version }),
    };
  }
}

/**
 * How well each source by itself knew the next visit: its place in the list that the source proposed
 * for the prediction (prequential: predicted, then learnt; Gama et al. 2013), beside decayed
 * popularity on the very same visits.
 */
export class SourceQuality {
  readonly #shops = new Map<string, Map<string, SourceWindows>>();
  /** Shops of which something was noted since they were last reported. */
  readonly #changed = new Set<string>();

  /** Takes a visit that was just predicted. */
  note(model: ShopModel, { table, chosen }: PredictedVisit): void {
    const windows = this.#shops.get(model.shop) ?? new Map<string, SourceWindows>();
    this.#shops.set(model.shop, windows);
    this.#changed.add(model.shop);
    const beside = reciprocalOf(BASELINE, table, chosen);
    for (const { name } of model.engine.sources) {
      if (!isAskedAtHome(name)) continue;
      const isBatch = places.has(name);
      const version = isBatch
        ? stagedOf(model, name as BatchPlace, "champion")?.version
        : undefined;
      if (isBatch && version === undefined) {
        windows.delete(name);
        continue;
      }
      const known = windows.get(name);
      const own =
        known !== undefined && known.version === version ? known : new SourceWindows(version);
      windows.set(name, own);
      own.add(reciprocalOf(name, table, chosen), beside);
    }
  }

  /** What is new to tell of a shop, the best first; undefined where nothing is. */
  takeReport(shop: string): SourcesReport | undefined {
    if (!this.#changed.delete(shop)) return undefined;
    const sources = [...(this.#shops.get(shop) ?? [])].map(([name, windows]) => {
      return { name, ...windows.figures() };
    });
    return { sources: sources.sort((left, right) => right.mrrAt20 - left.mrrAt20) };
  }
}

/** 1 / rank of the chosen row among what a source proposed, of equals the last; 0 for a miss. */
function reciprocalOf(source: string, { names, rows, values }: FeatureTable, chosen: number) {
  const width = names.length;
  const first = names.indexOf(`${source}.${SOURCE_COLUMNS[0]}`);
  const isProposed = (row: number) => values[row * width + first + RECIPROCAL]! > 0;
  const scoreOf = (row: number) => values[row * width + first + SCORE]!;
  if (first < 0 || chosen < 0 || !isProposed(chosen)) return 0;
  const own = scoreOf(chosen);
  let rank = 1;
  for (let row = 0; row < rows.length; row++) {
    if (row !== chosen && isProposed(row) && !(scoreOf(row) < own)) rank++;
  }
  return reciprocalRankAtK({ ranks: [rank], k: K });
}
