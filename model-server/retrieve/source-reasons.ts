import { SESSION_STEP_DECAY } from "@slipstream/algorithms/session-vector";
import {
  type CoVisitation,
  nextItemCoVisitation,
  symmetricCoVisitation,
} from "@slipstream/algorithms/sources/co-visitation";
import { CONTENT_DECAY } from "@slipstream/algorithms/sources/content";
import { dotAt } from "@slipstream/algorithms/vector";
import type { Reason } from "@slipstream/contracts/recommend";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";
import { becauseOf, strongestSeed } from "./seeds.ts";

type ReasonOf = (model: ShopModel, situation: Situation, row: number) => Reason;

/** Why a source proposes an item; asked only for items that are shown. */
export function reasonOfSource(
  source: string,
  model: ShopModel,
  situation: Situation,
  row: number,
): Reason {
  return reasons.get(source)?.(model, situation, row) ?? { code: "for_you" };
}

const visited = (decay: number, countsOf: (model: ShopModel) => CoVisitation): ReasonOf => {
  return (model, situation, row) => {
    const partOf = (seed: number) => countsOf(model).partOf(seed, row);
    const seed = strongestSeed({ seeds: situation.seeds, row, decay, partOf });
    return becauseOf(model, situation, seed);
  };
};

const bought: ReasonOf = (model, { seeds }, row) => {
  const partOf = (seed: number) => model.baskets.counts.partOf(seed, row);
  const seed = strongestSeed({ seeds, row, decay: 1, partOf });
  if (seed === undefined) return { code: "for_you" };
  return { code: "bought_together", itemId: model.ids.idOf(seed) };
};

const described: ReasonOf = (model, { seeds }, row) => {
  const partOf = (seed: number) => model.catalogue.content.similarity(seed, row);
  const seed = strongestSeed({ seeds, row, decay: CONTENT_DECAY, partOf });
  if (seed === undefined) return { code: "for_you" };
  return { code: "similar_to", itemId: model.ids.idOf(seed) };
};

/** The item of the session whose part of the vector, ρ^g · a, points most to this item. */
const pointedTo: ReasonOf = (model, { interests }, row) => {
  const { space } = model.factors;
  const place = space?.places.vectorOf(row) ?? -1;
  if (space === undefined || place < 0) return { code: "for_you" };
  const { vectors, places } = space;
  let best: string | undefined;
  let bestPart = 0;
  interests.forEach((interest, gap) => {
    const own = interest.row === undefined ? -1 : places.vectorOf(interest.row);
    if (own < 0 || interest.row === row || !interest.inSession) return;
    const likeness = dotAt(vectors.inputAt(own), 0, vectors.unitAt(place), 0, vectors.dims);
    const part = SESSION_STEP_DECAY ** gap * likeness;
    if (part <= bestPart) return;
    best = interest.itemId;
    bestPart = part;
  });
  return best === undefined ? { code: "for_you" } : { code: "because_you_viewed", itemId: best };
};

const trends: ReasonOf = (_model, { request }) => {
  const category = request.filters?.category;
  return category ? { code: "trending_in_category", category } : { code: "trending" };
};

const near = visited(symmetricCoVisitation.queryDecay, ({ engine }) => engine.near);
const next = visited(nextItemCoVisitation.queryDecay, ({ engine }) => engine.next);

/** Sources without a reason of their own say "for you". */
const reasons: ReadonlyMap<string, ReasonOf> = new Map<string, ReasonOf>([
  ["co_visitation", near],
  ["co_visitation_wide", near],
  ["next_item", next],
  ["session_knn", () => ({ code: "people_like_you" })],
  ["session_near", () => ({ code: "people_like_you" })],
  ["co_purchase", bought],
  ["session_vector", pointedTo],
  ["item_vector", (model, { seeds }) => becauseSimilar(model, seeds[0])],
  ["content", described],
  ["trending", trends],
  ["popularity", () => ({ code: "trending" })],
  ["repeat", (model, _situation, row) => ({ code: "seen_before", itemId: model.ids.idOf(row) })],
  ["new_items", () => ({ code: "new" })],
]);

function becauseSimilar(model: ShopModel, seed: number | undefined): Reason {
  if (seed === undefined) return { code: "for_you" };
  return { code: "similar_to", itemId: model.ids.idOf(seed) };
}
