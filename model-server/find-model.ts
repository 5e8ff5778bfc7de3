import { ProblemError } from "@slipstream/contracts/problems";
import type { ShopModel } from "./shop-model.ts";
import type { ShopModels } from "./shop-models.ts";
import type { LearnFeed } from "./views/learn-feed.ts";

const RETRY_LOADING_SECONDS = 1;

interface Parts {
  models: ShopModels;
  feed: LearnFeed;
  onError: (error: unknown) => void;
}

/** @throws ProblemError `unknown_shop`, `model_unavailable` */
export async function modelOf(
  { models, feed, onError }: Parts,
  request: { shop: string },
): Promise<ShopModel> {
  const model = models.get(request.shop) ?? (await lookUp(models, request.shop, onError));
  if (model === undefined) throw missingShop(feed);
  return model;
}

/** A shop that is not loaded: made since the start, unknown, or the database does not answer. */
async function lookUp(models: ShopModels, shop: string, onError: (error: unknown) => void) {
  try {
    return await models.find(shop);
  } catch (cause) {
    onError(cause);
    throw new ProblemError("model_unavailable", {
      retryAfterSeconds: RETRY_LOADING_SECONDS,
      cause,
    });
  }
}

export function missingShop(feed: LearnFeed): ProblemError {
  return feed.status().state === "loading"
    ? new ProblemError("model_unavailable", {
        detail: "the shop is still being loaded",
        retryAfterSeconds: RETRY_LOADING_SECONDS,
      })
    : new ProblemError("unknown_shop");
}
