import { type PlannedMove, planStages, type StagedModel, type StageWish } from "./model-stages.ts";
import { loadableHash, RANKER } from "./ranker-features.ts";

/** One version among all that a shop has, of whatever name. */
export interface NamedModel extends StagedModel {
  name: string;
}

/** One row to be changed, of whatever name. */
export interface NamedMove extends PlannedMove {
  name: string;
}

/**
 * The rows to be changed for a wish of one name, in the order in which they must be written. A ranker
 * that is rolled back takes the batch champions with it that it was trained with, which have its
 * version: the one before it was not measured with them. What this build cannot load is not come back
 * to. `rows` are all versions of all names of a shop.
 * @throws StageError
 */
export function planShopStages(
  rows: readonly NamedModel[],
  { name, wish }: { name: string; wish: StageWish },
): NamedMove[] {
  const own = planName(rows, name, wish);
  const fallen = own.find(({ laurels }) => laurels === "disgraced");
  if (name !== RANKER || fallen === undefined) return own;
  const companions = rows.filter(
    (row) => row.name !== RANKER && row.stage === "champion" && row.version === fallen.version,
  );
  const back = { rollback: true, champion: fallen.version } as const;
  return [...own, ...companions.flatMap((companion) => planName(rows, companion.name, back))];
}

function planName(rows: readonly NamedModel[], name: string, wish: StageWish): NamedMove[] {
  const own = rows.filter((row) => row.name === name);
  const known = "rollback" in wish ? { ...wish, loadable: loadableHash(name) } : wish;
  return planStages(own, known).map((move) => ({ ...move, name }));
}
