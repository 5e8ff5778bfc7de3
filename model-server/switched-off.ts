import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { uuidv7 } from "uuidv7";
import type { ShopModel } from "./shop-model.ts";

/**
 * The answer of a placement that a kill switch has turned off: a rail shows nothing; a list that was
 * to be re-ranked stays as it came, but for what is not published.
 */
export function answerSwitchedOff(model: ShopModel, request: RecommendRequest): RecommendResponse {
  const itemIds = (request.candidates ?? []).filter(
    (itemId) => model.catalogue.get(itemId)?.status === "published",
  );
  return {
    requestId: uuidv7(),
    placement: request.placement,
    items: itemIds.map((itemId, position) => ({
      ...{ itemId, position, score: 0, propensity: 1 },
      reason: { code: "for_you" },
      sources: ["given"],
    })),
    model: { name: "none", version: "0" },
    arms: request.arms ?? {},
    degraded: true,
    stale: false,
    switchedOff: true,
    timingMs: {},
  };
}
