import type { RecommendRequest } from "@slipstream/contracts/recommend";
import { type ServedBatchName, servedBatchNames } from "../batch/batch-maker.ts";
import type { Trace } from "../pipeline.ts";
import { type LoadedStage, loadedStages, type Staged } from "../registry/served-slot.ts";
import type { ShopModel } from "../shop-model.ts";
import type { FiguresOf } from "./figures-book.ts";

/** The name that trained rankers have in the registry. */
export const RANKER = "ranker";
/** The version of a champion where none is trained: the blend, or no such source. */
export const NO_VERSION = "none";

export type ModelName = typeof RANKER | ServedBatchName;
export const modelNames: readonly ModelName[] = [RANKER, ...servedBatchNames];

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
 * are for, or where an experiment wanted it without them.
 */
export function participantsOf(
  model: ShopModel,
  request: RecommendRequest,
  { choice, situation, batch }: Trace,
): FiguresOf[] {
  if (request.tuning?.ranker === "blend" || !model.rankers.judges(situation)) return [];
  const ranker = figuresOf(model.shop, RANKER, choice?.stage ?? "champion", choice);
  const others = [...batch].map(([name, { stage, staged }]) =>
    figuresOf(model.shop, name, stage, staged),
  );
  return [ranker, ...others];
}
