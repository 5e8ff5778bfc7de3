import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { withScratchFolder } from "../scratch-folder.ts";
import { largestRows, latencyRows } from "./figure-rows.ts";
import { type MeasuredCatalogue, measureCatalogue } from "./measure-catalogue.ts";
import { randomRanker } from "./random-ranker.ts";

export interface RecommendSettings {
  /** Items of each catalogue. */
  items: number[];
  /** Requests a second. */
  rates: number[];
  /** How long each rate is measured. */
  seconds: number;
  /** How long it goes on before that. */
  warmUpSeconds: number;
}

/**
 * A model server alone, with a made-up shop in real stores, asked for the home page's rail of
 * visitors in the middle of a session, at constant rates. Beside it, on the same vectors and the same
 * trees: a query of the library's graph and a run of the ONNX runtime behind a plain HTTP server.
 */
export async function measureRecommend(
  settings: RecommendSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  tell("training a ranker on random rows …");
  const ranker = randomRanker();
  const measured: MeasuredCatalogue[] = [];
  for (const items of settings.items.toSorted((left, right) => left - right)) {
    const measure = (folder: string) => measureCatalogue({ folder, items, ranker, settings, tell });
    measured.push(await withScratchFolder(measure));
  }
  return [...measured.flatMap(latencyRows), ...largestRows(measured)];
}
