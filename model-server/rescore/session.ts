import { dotAt } from "@slipstream/algorithms/vector";
import { bestFirst, type RankedItem } from "../ranked-item.ts";
import { vectorTrust } from "../retrieve/vector-search.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** Weight of cos(session vector, item), beside reciprocal ranks of about 1 each. */
const SESSION_WEIGHT = 0.6;
/** An item looked at this lately need not be shown again at once. */
const JUST_SEEN_MS = 15 * 60 * 1000;
/** What is left of an item's score. */
const JUST_SEEN = 0.2;
const SEEN_IN_SESSION = 0.6;
const BOUGHT_ONE_OFF = 0.05;

/**
 * Bends the ranker's scores to the session: likeness to what the visitor does now is added; what
 * was just seen is damped, and so are one-off goods already bought. Consumables are not: people
 * buy them again. Scores are moved so that the lowest is 0 first, since damping multiplies.
 */
export function rescoreForSession(
  model: ShopModel,
  situation: Situation,
  items: readonly RankedItem[],
): RankedItem[] {
  const lowest = items.reduce((low, { score }) => Math.min(low, score), 0);
  const dampingOf = dampings(model, situation);
  return items
    .map((item) => {
      const sessionBonus = SESSION_WEIGHT * likeness(model, situation, item.itemId);
      const damping = dampingOf(item.itemId);
      const score = (item.score - lowest + sessionBonus) * damping;
      return { ...item, score, sessionBonus, damping };
    })
    .sort(bestFirst);
}

/**
 * cos(session vector, output vector) as far as the item's vector is to be trusted; 0 where either
 * is unknown or they point apart.
 */
function likeness(model: ShopModel, { sessionVector }: Situation, itemId: string): number {
  const vectors = model.factors.space?.vectors;
  const row = vectors?.rowOf(itemId);
  if (vectors === undefined || row === undefined || sessionVector === undefined) return 0;
  const cosine = dotAt(sessionVector, 0, vectors.units, row * vectors.dims, vectors.dims);
  return Math.max(0, cosine) * vectorTrust(model, itemId);
}

function dampings(model: ShopModel, situation: Situation): (itemId: string) => number {
  // Whoever searches or browses wants to find again what they saw.
  if (situation.request.candidates !== undefined) return () => 1;
  const seen = new Map(
    situation.interests
      .filter(({ inSession }) => inSession)
      .map(({ itemId, occurredAt = situation.nowMs }) => [itemId, occurredAt]),
  );
  return (itemId) => {
    const seenAt = seen.get(itemId);
    const isBought = situation.bought.has(itemId);
    const isOneOff = model.catalogue.get(itemId)?.consumable !== true;
    const ofPurchase = isBought && isOneOff ? BOUGHT_ONE_OFF : 1;
    if (seenAt === undefined) return ofPurchase;
    const isJustSeen = situation.nowMs - seenAt < JUST_SEEN_MS;
    return Math.min(ofPurchase, isJustSeen ? JUST_SEEN : SEEN_IN_SESSION);
  };
}
