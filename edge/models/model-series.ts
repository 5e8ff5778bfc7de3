import type { ModelList } from "@slipstream/contracts/model-api";
import { latencyQuantileMs } from "@slipstream/contracts/model-figures";
import type { ShopTransaction } from "../database/database.ts";
import { sumFigures } from "./sum-figures.ts";

const RANKER = "ranker";
const POINTS = 90;
const MINUTE = 60;

/** How the rankers did over a time (epoch seconds), in at most about ninety steps of whole minutes. */
export async function readSeries(
  transaction: ShopTransaction,
  shop: string,
  { from, to }: { from: number; to: number },
): Promise<ModelList["series"]> {
  const stepSeconds = Math.max(1, Math.ceil((to - from) / MINUTE / POINTS)) * MINUTE;
  const start = Math.floor(from / stepSeconds) * stepSeconds;
  const rows = await sumFigures(transaction, shop, {
    ...{ name: RANKER, stepSeconds },
    ...{ from: new Date(start * 1000), to: new Date(to * 1000) },
  });
  const series = new Map<string, ModelList["series"][number]>();
  for (const { version, stage, at, figures } of rows) {
    const key = `${version} ${stage}`;
    const own = series.get(key) ?? { version, stage, points: [] };
    series.set(key, own);
    const { predicted, reciprocal, recalled, championReciprocal } = figures;
    const mean = (sum: number) => (predicted === 0 ? null : sum / predicted);
    own.points.push({
      at,
      mrr: mean(reciprocal),
      recall: mean(recalled),
      besideMrr: mean(championReciprocal),
      p99Ms: latencyQuantileMs(figures, 0.99) ?? null,
    });
  }
  return [...series.values()];
}
