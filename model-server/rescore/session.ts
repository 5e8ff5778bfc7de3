import { visitTrust } from "@slipstream/algorithms/sources/visit-trusted";
import { dotAt } from "@slipstream/algorithms/vector";
import { type Rescored, rankingOf } from "../ranking.ts";
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
 * buy them again. A ranker that has learnt what a session makes of an item (`knowsSession`) is only
 * kept from what was bought. Scores are moved so that the lowest is 0 first, since damping
 * multiplies.
 */
export function rescoreForSession(options: {
  model: ShopModel;
  situation: Situation;
  rows: Int32Array;
  scores: Float64Array;
  knowsSession: boolean;
}): Rescored {
  const { model, situation, rows, scores, knowsSession } = options;
  const lowest = scores.reduce((low, score) => Math.min(low, score), 0);
  const bonus = new Float64Array(rows.length);
  const damping = dampings(model, situation, { rows, knowsSession });
  if (!knowsSession) addLikeness(model, situation, rows, bonus);
  const rescored = scores.map((score, at) => (score - lowest + bonus[at]!) * damping[at]!);
  return { ...rankingOf(rescored), bonus, damping };
}

/**
 * cos(session vector, output vector) as far as the item's vector is to be trusted; 0 where either
 * is unknown or they point apart.
 */
function addLikeness(
  { factors, engine }: ShopModel,
  { sessionVector }: Situation,
  rows: Int32Array,
  bonus: Float64Array,
): void {
  const { space } = factors;
  if (space === undefined || sessionVector === undefined) return;
  const { units, dims } = space.vectors;
  for (let at = 0; at < rows.length; at++) {
    const place = space.places.vectorOf(rows[at]!);
    if (place < 0) continue;
    const cosine = dotAt(sessionVector, 0, units, place * dims, dims);
    if (cosine > 0) bonus[at] = SESSION_WEIGHT * cosine * visitTrust(engine.near, rows[at]!);
  }
}

function dampings(
  { catalogue }: ShopModel,
  { request, interests, bought, nowMs }: Situation,
  { rows, knowsSession }: { rows: Int32Array; knowsSession: boolean },
): Float64Array {
  const damping = new Float64Array(rows.length).fill(1);
  // Whoever searches or browses wants to find again what they saw.
  if (request.candidates !== undefined) return damping;
  const left = new Map<number, number>();
  if (!knowsSession) {
    for (const { row, occurredAt = nowMs, inSession } of interests) {
      if (row === undefined || !inSession) continue;
      left.set(row, nowMs - occurredAt < JUST_SEEN_MS ? JUST_SEEN : SEEN_IN_SESSION);
    }
  }
  for (const row of bought) {
    if (catalogue.at(row)?.consumable !== true) left.set(row, BOUGHT_ONE_OFF);
  }
  if (left.size === 0) return damping;
  return damping.map((all, at) => left.get(rows[at]!) ?? all);
}
