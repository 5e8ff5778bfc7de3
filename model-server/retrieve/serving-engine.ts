import type { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import { StandardEngine } from "@slipstream/algorithms/engine/standard";
import { ContentSource } from "@slipstream/algorithms/sources/content";
import type { Trending } from "@slipstream/algorithms/sources/trending";
import type { TrainedSlots } from "../registry/trained-models.ts";
import type { BasketsView } from "../views/baskets.ts";
import type { CatalogueView } from "../views/catalogue.ts";
import type { FactorsView } from "../views/factors.ts";
import { Given } from "./given.ts";
import { KeptModelSource } from "./kept-model-source.ts";
import { NewItems } from "./new-items.ts";
import { ItemVectorSource, VectorSource } from "./vector-source.ts";

/** The standard engine with what a server has: learnt vectors and their index, the catalogue, batch models. */
export function servingEngine(
  views: {
    ids: ItemIds;
    catalogue: CatalogueView;
    factors: FactorsView;
    baskets: BasketsView;
    trending: Trending;
  },
  batch: TrainedSlots["batch"] = new Map(),
): StandardEngine {
  const { ids, catalogue, factors, baskets, trending } = views;
  return new StandardEngine([
    new VectorSource("session_vector", factors, ({ vector }) => vector),
    // A session's vector has the user's factor in it: alone it speaks while there is no session.
    new VectorSource("user_factor", factors, ({ vector, userVector }) =>
      vector === undefined ? userVector : undefined,
    ),
    new ItemVectorSource(factors),
    baskets.counts,
    new ContentSource(catalogue.content),
    new NewItems(catalogue),
    new Given(),
    trending,
    ...[...batch].map(([name, slot]) => new KeptModelSource(name, ids, slot)),
  ]);
}
