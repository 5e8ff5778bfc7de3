import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { hydrate } from "./hydrate.ts";
import { keepLastGood, lastGood } from "./last-good.ts";
import { askModelServer } from "./model-client.ts";
import { newestProducts } from "./newest.ts";

/** What a rail is made with: of one request, or of one Durable Object. */
export interface RailSurroundings {
  settings: Settings;
  database: Database;
  waitUntil: (work: Promise<unknown>) => void;
}

/** `fromModel`: the model server made it, not a fallback. */
export interface RailResult {
  rail: Rail;
  fromModel: boolean;
}

/**
 * A rail, ready to show. While the model server is away or late it is the last good list of that
 * place, else the newest products, marked degraded; it never throws, and at worst it is empty.
 */
export async function railFor(
  surroundings: RailSurroundings,
  options: { key: string; request: RecommendRequest; deadlineMs: number },
): Promise<RailResult> {
  const { key, request } = options;
  try {
    const catalogueFound = Catalogue.of({ ...surroundings, shop: request.shop });
    // If the model server fails first, this one's failure is looked at later.
    catalogueFound.catch(() => {});
    const { answer, fromModel } = await answerFor(surroundings, options);
    const catalogue = await catalogueFound;
    if (answer) {
      const rail = await hydrate({ key, catalogue, answer });
      if (rail.cards.length > 0 || fromModel) return { rail, fromModel };
    }
    const { database } = surroundings;
    const newest = await newestProducts({ database, catalogue, request });
    return { rail: await hydrate({ key, catalogue, answer: newest }), fromModel: false };
  } catch (error) {
    log("error", "a rail stays empty", { shop: request.shop, placement: request.placement, error });
    return { rail: emptyRail(key, request), fromModel: false };
  }
}

async function answerFor(
  surroundings: RailSurroundings,
  options: { request: RecommendRequest; deadlineMs: number },
): Promise<{ answer: RecommendResponse | undefined; fromModel: boolean }> {
  const { request } = options;
  const place = { shop: request.shop, placement: request.placement, itemId: request.itemId };
  try {
    const answer = await askModelServer({ settings: surroundings.settings, ...options });
    surroundings.waitUntil(keepLastGood(place, answer).catch(() => {}));
    return { answer, fromModel: true };
  } catch (error) {
    log("warn", "a rail falls back", { ...place, error });
    return { answer: without(await lastGood(place), request), fromModel: false };
  }
}

/** The kept list knows nothing of what this page does not want to see. */
function without(
  answer: RecommendResponse | undefined,
  request: RecommendRequest,
): RecommendResponse | undefined {
  if (!answer) return undefined;
  const excluded = new Set([...(request.exclude ?? []), request.itemId]);
  const items = answer.items
    .filter((item) => !excluded.has(item.itemId))
    .slice(0, request.limit)
    .map((item, position) => ({ ...item, position }));
  return { ...answer, items };
}

function emptyRail(key: string, request: RecommendRequest): Rail {
  return {
    key,
    placement: request.placement,
    requestId: crypto.randomUUID(),
    cards: [],
    degraded: true,
    stale: true,
    model: { name: "none", version: "0" },
  };
}
