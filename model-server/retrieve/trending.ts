import type { Source } from "./source.ts";

/** What the whole shop looks at and buys now, or the category that the request names. */
export const trendingSource: Source = {
  name: "trending",
  propose: (model, { request, nowMs }, limit) => {
    const category = request.filters?.category;
    return model.steps.trending.query(limit, { at: nowMs, ...(category ? { category } : {}) });
  },
  reason: (_model, { request }) => {
    const category = request.filters?.category;
    return category ? { code: "trending_in_category", category } : { code: "trending" };
  },
};
