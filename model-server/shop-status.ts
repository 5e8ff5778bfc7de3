import { WindowedMean } from "@slipstream/algorithms/metrics/windowed";
import type { ModelServerStatus } from "@slipstream/contracts/model-server-status";
import type { ItemVectors } from "./index/item-vectors.ts";
import { loadedStages } from "./registry/served-slot.ts";
import { modelNames, stagedOf } from "./rollout/participants.ts";
import type { ShopModel } from "./shop-model.ts";

/** Sampled queries that recall is the mean of. */
const RECALL_WINDOW = 500;
/** Vectors whose lengths are looked at: more tell no more. */
const MAX_NORMS = 10_000;

/** Recall of the graph against the oracle, of each shop, over the last sampled queries. */
export class RecallFigures {
  readonly #shops = new Map<string, WindowedMean>();

  note(shop: string, recall: number): void {
    const window = this.#shops.get(shop) ?? new WindowedMean(RECALL_WINDOW);
    this.#shops.set(shop, window);
    window.add(recall);
  }

  of(shop: string): { mean: number; samples: number } | undefined {
    const window = this.#shops.get(shop);
    return window && { mean: window.mean, samples: window.count };
  }
}

/** How one shop's models stand in this process. */
export function shopStatus(
  model: ShopModel,
  { elected, recalls }: { elected: boolean; recalls: RecallFigures },
): ModelServerStatus {
  const { shop, catalogue, factors, steps } = model;
  const index = factors.space?.index.status();
  const recall = recalls.of(shop);
  const norms = factors.space && normsOf(factors.space.vectors);
  return {
    ...{ at: Date.now(), elected, products: catalogue.size, steps: steps.applied },
    vectors: factors.space?.vectors.size ?? 0,
    loaded: modelNames.flatMap((name) =>
      loadedStages.flatMap((stage) => {
        const staged = stagedOf(model, name, stage);
        return staged ? [{ name, stage, version: staged.version, share: staged.share }] : [];
      }),
    ),
    tried: model.rankers.tried,
    index: {
      kind: index !== undefined && index.version > 0 ? "graph" : "exact",
      builds: index?.version ?? 0,
      failedBuilds: index?.failedBuilds ?? 0,
      building: index?.building ?? false,
      ...{ ef: index?.ef ?? 0, dirty: index?.dirty ?? 0, side: index?.side ?? 0 },
    },
    ...(recall ? { recall } : {}),
    ...(norms ? { norms } : {}),
  };
}

function normsOf(vectors: ItemVectors): ModelServerStatus["norms"] {
  const stride = Math.max(1, Math.ceil(vectors.size / MAX_NORMS));
  const norms = new Float64Array(Math.ceil(vectors.size / stride));
  for (let at = 0; at < norms.length; at++) norms[at] = vectors.normAt(at * stride);
  norms.sort();
  if (norms.length === 0) return undefined;
  const quantile = (share: number) => norms[Math.round(share * (norms.length - 1))]!;
  return { p10: quantile(0.1), p50: quantile(0.5), p90: quantile(0.9), max: quantile(1) };
}
