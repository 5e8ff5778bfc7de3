import {
  type ExperimentArm,
  MAX_TRIED_VERSIONS,
  versionsHeld,
  versionsOf,
} from "@slipstream/contracts/experiments";
import { ProblemError } from "@slipstream/contracts/problems";
import { RANKER_FEATURE_HASH } from "@slipstream/contracts/ranker-features";
import { experiments, models } from "@slipstream/migrations/schema";
import { and, eq, inArray, ne, or } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { type Experiment, experimentsWhere } from "./stored.ts";

/**
 * Refuses to let an experiment's arms order rails that name versions which no model server could
 * load: that the registry has not, that were trained on other features, or more than are held at a
 * time. Throws `unknown_model`, `layer_full`.
 */
export async function refuseVersions(
  transaction: ShopTransaction,
  shop: string,
  { id, arms }: Pick<Experiment, "id"> & { arms: readonly ExperimentArm[] },
): Promise<void> {
  const wanted = versionsOf(arms);
  if (wanted.length === 0) return;
  await refuseUnloadable(transaction, shop, wanted);
  const { shopId, state, kept } = experiments;
  const isHeld = or(inArray(state, ["running", "paused"]), eq(kept, true));
  const others = await experimentsWhere(
    transaction,
    and(eq(shopId, shop), ne(experiments.id, id), isHeld),
  );
  const all = new Set([...others.flatMap(versionsHeld), ...wanted]);
  if (all.size <= MAX_TRIED_VERSIONS) return;
  throw new ProblemError("layer_full", {
    detail: `experiments would name ${all.size} versions, and ${MAX_TRIED_VERSIONS} can be loaded`,
  });
}

async function refuseUnloadable(
  transaction: ShopTransaction,
  shop: string,
  wanted: readonly string[],
): Promise<void> {
  const { shopId, name, version, featureHash } = models;
  const rows = await transaction
    .select({ version, featureHash })
    .from(models)
    .where(and(eq(shopId, shop), eq(name, "ranker"), inArray(version, [...wanted])));
  for (const each of wanted) {
    const row = rows.find((one) => one.version === each);
    if (row?.featureHash === RANKER_FEATURE_HASH) continue;
    const detail = row
      ? `the ranker ${each} was trained on other features than this release has: train it anew`
      : `there is no ranker ${each}`;
    throw new ProblemError("unknown_model", { detail });
  }
}
