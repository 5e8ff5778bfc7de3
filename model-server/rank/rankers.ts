import { BlendStateError } from "@slipstream/algorithms/engine/online-blend";
import type { BlendMessage } from "@slipstream/contracts/blend";
import { versionNamed } from "@slipstream/contracts/experiments";
import type { Placement } from "@slipstream/contracts/placements";
import { placementSchema } from "@slipstream/contracts/placements";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import { blendOf } from "../blend/blend-message.ts";
import { isInCanary } from "../registry/canary-arm.ts";
import type { LoadedStage, ServedSlot, Staged } from "../registry/served-slot.ts";
import type { Situation } from "../situation.ts";
import { initialBlend, LinearBlendRanker } from "./linear-blend.ts";
import type { Ranker } from "./ranker.ts";

/** Rails that are like the questions that the blend and the trained ranker learn from. */
const learntPlacements: ReadonlySet<Placement> = new Set(["home_for_you", "because_you_viewed"]);

/** The version of a blend that has not learnt, and so of all answers that no session is behind. */
export const INITIAL_VERSION = "initial";

/** What says who may rank an answer. */
type Asked = Pick<Situation, "isOfSession"> & {
  request: Pick<RecommendRequest, "placement" | "tuning" | "visitorId" | "sessionId">;
};

/** The trained ranker that is to have the say in an answer, and why this one. */
export interface RankerChoice extends Staged<Ranker> {
  /** `named`: an experiment wants this version. */
  stage: LoadedStage | "named";
}

/** Which ranker an answer has now. */
export class Rankers {
  readonly #initial = new Map<Placement, LinearBlendRanker>(
    placementSchema.options.map((placement) => [
      placement,
      new LinearBlendRanker(initialBlend(placement), INITIAL_VERSION),
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

  /**
   * The trained ranker, where there is one and what it learnt holds; a canary for its visitors. The
   * champion stands in for a version that an experiment names and that is not loaded.
   */
  choiceFor(asked: Asked): RankerChoice | undefined {
    const { tuning, visitorId, sessionId } = asked.request;
    if (tuning?.ranker === "blend" || !this.judges(asked)) return undefined;
    const version = versionNamed(tuning?.ranker);
    const named = version === undefined ? undefined : this.named(version);
    if (named !== undefined) return { ...named, stage: "named" };
    const canary = this.staged("canary");
    // An experiment that asks for a trained ranker compares it, and not what is tried out.
    const isTried = canary !== undefined && tuning?.ranker === undefined;
    if (isTried && isInCanary(canary, visitorId ?? sessionId))
      return { ...canary, stage: "canary" };
    const champion = this.staged("champion");
    return champion && { ...champion, stage: "champion" };
  }

  /** Whether an answer is like the questions that trained rankers learn from. */
  judges({ request, isOfSession }: Asked): boolean {
    return isOfSession && learntPlacements.has(request.placement);
  }

  /** The trained ranker of a stage. */
  staged(stage: LoadedStage): Staged<Ranker> | undefined {
    const slot = this.#trained;
    if (slot?.staged !== undefined) return slot.staged(stage);
    const model = stage === "champion" ? slot?.current?.model : undefined;
    return model && { model, version: model.version, share: 1, since: 0 };
  }

  /** A version that experiments name, while it is loaded. */
  named(version: string): Staged<Ranker> | undefined {
    return this.#trained?.named?.(version);
  }

  /** The versions that experiments name and that are loaded. */
  get tried(): string[] {
    return this.#trained?.tried?.() ?? [];
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
