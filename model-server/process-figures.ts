import type { RecommendResponse } from "@slipstream/contracts/recommend";
import type { Spans } from "@slipstream/contracts/tracing/open-spans";
import type { Metrics } from "./metrics.ts";
import type { ShopModels } from "./shop-models.ts";
import type { LearnFeed } from "./views/learn-feed.ts";

/** What a shop has come to. */
export function factsOf(model: NonNullable<ReturnType<ShopModels["get"]>>) {
  const { shop, catalogue, factors, steps } = model;
  const vectors = factors.space?.vectors.size ?? 0;
  return { shop, products: catalogue.size, vectors, steps: steps.applied };
}

/** Counts an answer. */
export function measure(metrics: Metrics, response: RecommendResponse, elapsedMs: number): void {
  const { placement, degraded, stale, timingMs } = response;
  metrics.requestSeconds.observe({ placement }, elapsedMs / 1000);
  metrics.answers.inc({ placement, degraded: String(degraded), stale: String(stale) });
  for (const [stage, ms] of Object.entries(timingMs)) {
    metrics.stageSeconds.observe({ stage }, ms / 1000);
  }
}

/** Brings what is asked for at each scrape up to date. */
export function collect(
  metrics: Metrics,
  { models, feed, spans }: { models: ShopModels; feed: LearnFeed; spans: Spans },
): void {
  metrics.spans.reset();
  for (const [result, count] of Object.entries(spans.buffer.figures)) {
    metrics.spans.inc({ result }, count);
  }
  const { reached, last } = feed.status();
  metrics.learnLag.set(last - reached);
  for (const model of models.all()) {
    const { shop, products, vectors, steps } = factsOf(model);
    const index = model.factors.space?.index.status();
    metrics.items.set({ shop, of: "products" }, products);
    metrics.items.set({ shop, of: "vectors" }, vectors);
    metrics.items.set({ shop, of: "steps" }, steps);
    metrics.items.set({ shop, of: "index_side" }, index?.side ?? 0);
    metrics.items.set({ shop, of: "index_dirty" }, index?.dirty ?? 0);
    metrics.items.set({ shop, of: "index_version" }, index?.version ?? 0);
    metrics.items.set({ shop, of: "index_ef" }, index?.ef ?? 0);
    metrics.items.set({ shop, of: "index_failed_builds" }, index?.failedBuilds ?? 0);
  }
}
