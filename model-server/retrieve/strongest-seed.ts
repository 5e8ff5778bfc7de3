import type { Candidate } from "@slipstream/algorithms/candidate";
import type { Reason } from "@slipstream/contracts/recommend";
import type { Situation } from "../situation.ts";

/** Seeds looked at; what lies further back has little say. */
const MAX_SEEDS = 10;
/** Neighbours of a seed among which an item is looked for. */
const NEIGHBOURS = 300;

/**
 * The seed that gave an item most of its score in a source that sums over seeds with `decay` per
 * step back; `partOf` is what one seed alone gives it. Undefined when none of the nearest does.
 */
export function strongestSeed(options: {
  situation: Situation;
  itemId: string;
  decay: number;
  partOf: (seed: string) => number;
}): string | undefined {
  const { situation, itemId, decay, partOf } = options;
  let best: string | undefined;
  let bestPart = 0;
  situation.seeds.slice(0, MAX_SEEDS).forEach((seed, gap) => {
    if (seed === itemId) return;
    const part = partOf(seed) * decay ** gap;
    if (part <= bestPart) return;
    best = seed;
    bestPart = part;
  });
  return best;
}

/** The score that a source gives an item when it is asked with one seed; 0 when it does not. */
export function scoreOf(itemId: string, ask: (limit: number) => readonly Candidate[]): number {
  return ask(NEIGHBOURS).find((candidate) => candidate.itemId === itemId)?.score ?? 0;
}

/** How the rail and the visitor stand to the seed that brought an item. */
export function becauseOf(situation: Situation, seed: string | undefined): Reason {
  if (seed === undefined) return { code: "for_you" };
  const { placement } = situation.request;
  const interest = situation.interests.find(({ itemId }) => itemId === seed);
  if (placement === "similar") return { code: "similar_to", itemId: seed };
  if (interest?.type === "purchase") return { code: "because_you_bought", itemId: seed };
  const isViewed = interest !== undefined || placement === "because_you_viewed";
  return { code: isViewed ? "because_you_viewed" : "similar_to", itemId: seed };
}
