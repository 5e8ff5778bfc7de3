import { type BatchPlace, batchPlaces } from "@slipstream/algorithms/engine/standard";
import { versionNamed } from "@slipstream/contracts/experiments";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { Trace } from "../pipeline.ts";
import { type LoadedStage, loadedStages, type Staged } from "../registry/served-slot.ts";
import type { ShopModel } from "../shop-model.ts";
import type { FiguresOf } from "./figures-book.ts";

/** The name that trained rankers have in the registry. */
export const RANKER = "ranker";
/** The version of a champion where none is trained: the blend, or no such source. */
export const NO_VERSION = "none";

export type ModelName = typeof RANKER | BatchPlace;
export const modelNames: readonly ModelName[] = [RANKER, ...batchPlaces];

/** What a name has in a stage, whatever it is. */
export function stagedOf(
  model: ShopModel,
  name: ModelName,
  stage: LoadedStage,
): Staged<unknown> | undefined {
  return name === RANKER ? model.rankers.staged(stage) : model.batch.get(name)?.staged(stage);
}

/** A name's stages that are tried out beside the champion. */
export function challengerStages(model: ShopModel, name: ModelName): LoadedStage[] {
  return loadedStages.filter(
    (stage) => stage !== "champion" && stagedOf(model, name, stage) !== undefined,
  );
}

/** Whose figures a version's are. */
export function figuresOf(
  shop: string,
  name: ModelName,
  stage: LoadedStage,
  staged: Pick<Staged<unknown>, "version" | "share"> | undefined,
): FiguresOf {
  const { version = NO_VERSION, share = 1 } = staged ?? {};
  return { shop, name, version, stage, share };
}

/**
 * Who had a part in an answer, one for each name; nobody where it is no answer that trained models
 * are for, or where an experiment wanted it without them. Where one wanted a version of the ranker,
 * no stage's ranker had a part in it.
 */
export function participantsOf(
  model: ShopModel,
  request: RecommendRequest,
  { choice, situation, batch }: Trace,
): FiguresOf[] {
  const wanted = request.tuning?.ranker;
  if (wanted === "blend" || !model.rankers.judges(situation)) return [];
  const stage = choice?.stage ?? "champion";
  const others = [...batch].map(([name, { stage, staged }]) =>
    figuresOf(model.shop, name, stage, staged),
  );
  if (stage === "named" || versionNamed(wanted) !== undefined) return others;
  return [figuresOf(model.shop, RANKER, stage, choice), ...others];
}
