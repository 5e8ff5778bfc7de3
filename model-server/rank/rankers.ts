import type { BlendMessage } from "@slipstream/contracts/blend";
import type { Placement } from "@slipstream/contracts/placements";
import { placementSchema } from "@slipstream/contracts/placements";
import { LinearBlendRanker } from "./linear-blend.ts";
import type { Ranker } from "./ranker.ts";

/** Rails whose clicks the blend learns from: its weights hold for them. */
const learntPlacements: ReadonlySet<Placement> = new Set(["home_for_you", "because_you_viewed"]);

/** Which ranker a placement has now. */
export class Rankers {
  readonly #initial = new Map<Placement, Ranker>(
    placementSchema.options.map((placement) => [placement, LinearBlendRanker.initial(placement)]),
  );
  #learnt: Ranker | undefined;

  of(placement: Placement): Ranker {
    const learnt = learntPlacements.has(placement) ? this.#learnt : undefined;
    return learnt ?? this.#initial.get(placement)!;
  }

  /** Takes weights from LEARN; those of another build's features are left alone. */
  apply(message: BlendMessage): void {
    this.#learnt = LinearBlendRanker.learnt(message) ?? this.#learnt;
  }
}
