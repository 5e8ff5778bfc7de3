import type { Candidate } from "@slipstream/algorithms/candidate";
import type { Reason } from "@slipstream/contracts/recommend";
import type { ShopModel } from "../shop-model.ts";
import type { Situation } from "../situation.ts";

/** Names of all sources, in the order of the ranker's features. */
export const sourceNames = [
  "co_visitation",
  "next_item",
  "session_knn",
  "co_purchase",
  "session_vector",
  "user_factor",
  "item_vector",
  "content",
  "trending",
  "session_items",
  "new_items",
  "given",
] as const;
export type SourceName = (typeof sourceNames)[number];

/** One way of finding candidates. It holds no state: that is the model's. */
export interface Source {
  readonly name: SourceName;
  /** At most `limit` candidates, best first; none when it has nothing to go by. */
  propose(model: ShopModel, situation: Situation, limit: number): Candidate[];
  /** Why it proposes this item; asked only for items that are shown. */
  reason(model: ShopModel, situation: Situation, itemId: string): Reason;
}
