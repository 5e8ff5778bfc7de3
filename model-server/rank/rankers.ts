import { BlendStateError } from "@slipstream/algorithms/engine/online-blend";
import type { BlendMessage } from "@slipstream/contracts/blend";
import type { Placement } from "@slipstream/contracts/placements";
import { placementSchema } from "@slipstream/contracts/placements";
import { blendOf } from "../blend/blend-message.ts";
import type { ServedSlot } from "../registry/served-slot.ts";
import type { Situation } from "../situation.ts";
import { initialBlend, LinearBlendRanker } from "./linear-blend.ts";
import type { Ranker } from "./ranker.ts";

/** Rails that are like the questions that the blend and the trained ranker learn from. */
const learntPlacements: ReadonlySet<Placement> = new Set(["home_for_you", "because_you_viewed"]);

type Asked = Pick<Situation, "request" | "isOfSession">;

/** Which ranker an answer has now. */
export class Rankers {
  readonly #initial = new Map<Placement, LinearBlendRanker>(
    placementSchema.options.map((placement) => [
      placement,
      new LinearBlendRanker(initialBlend(placement), "initial"),
    ]),
  );
  readonly #trained: ServedSlot<Ranker> | undefined;
  #learnt: { ranker: LinearBlendRanker; message: BlendMessage } | undefined;

  constructor(trained?: ServedSlot<Ranker>) {
    this.#trained = trained;
  }

  /** What was learnt last of the blend, as a message; undefined before anything was. */
  get learnt(): BlendMessage | undefined {
    return this.#learnt?.message;
  }

  /** The blend for an answer: as learnt where that holds, else as it starts. */
  blendFor({ request, isOfSession }: Asked): LinearBlendRanker {
    const initial = this.#initial.get(request.placement)!;
    const isLearnt = isOfSession && learntPlacements.has(request.placement);
    return isLearnt ? (this.#learnt?.ranker ?? initial) : initial;
  }

  /** The trained ranker, where there is one and what it learnt holds. */
  trainedFor({ request, isOfSession }: Asked): Ranker | undefined {
    if (!isOfSession || !learntPlacements.has(request.placement)) return undefined;
    return this.#trained?.current?.model;
  }

  /** Takes weights from LEARN; those of another build's features are left alone. */
  apply(message: BlendMessage): void {
    try {
      const ranker = new LinearBlendRanker(blendOf(message), String(message.version));
      this.#learnt = { ranker, message };
    } catch (error) {
      if (!(error instanceof BlendStateError)) throw error;
    }
  }
}
