import type { Candidate } from "@slipstream/algorithms/candidate";
import { topCandidates } from "@slipstream/algorithms/candidate";
import type { ShopModel } from "../shop-model.ts";
import type { Source } from "./source.ts";
import { strongestSeed } from "./strongest-seed.ts";

/** Seeds whose like are proposed. */
const MAX_SEEDS = 4;
/** What one more step back leaves of an item's say. */
const DECAY = 0.7;
/** How evenly the seeds' lists are mixed: places by which a list's start is held back. */
const HOLD_BACK = 2;

/**
 * Items that are described alike: same kind of thing, same look, same maker. Knows every product
 * from its first moment, whether anyone has seen it or not.
 */
export const contentSource: Source = {
  name: "content",
  propose: (model, { seeds }, limit) =>
    seeds.length > 1
      ? mixed(model, seeds.slice(0, MAX_SEEDS), limit)
      : seeds.flatMap((seed) => model.catalogue.content.query(seed, limit)),
  reason: (model, situation, itemId) => {
    const { content } = model.catalogue;
    const partOf = (seed: string) => content.similarity(seed, itemId);
    const seed = strongestSeed({ situation, itemId, decay: DECAY, partOf });
    return seed === undefined ? { code: "for_you" } : { code: "similar_to", itemId: seed };
  },
};

/**
 * The seeds' lists in one, Σ_h decay^g / (HOLD_BACK + rank in h's list), after reciprocal rank
 * fusion (Cormack, Clarke & Büttcher, SIGIR 2009). Cosines of different seeds do not compare: by
 * them the seed with the closest relatives would take all places.
 */
function mixed(model: ShopModel, seeds: readonly string[], limit: number): Candidate[] {
  const scores = new Map<string, number>();
  seeds.forEach((seed, gap) => {
    model.catalogue.content.query(seed, limit).forEach(({ itemId }, at) => {
      if (seeds.includes(itemId)) return;
      const part = DECAY ** gap / (HOLD_BACK + at + 1);
      scores.set(itemId, (scores.get(itemId) ?? 0) + part);
    });
  });
  return topCandidates(
    scores.entries().map(([itemId, score]) => ({ itemId, score })),
    limit,
  );
}
