import {
  StageError,
  type StageErrorCode,
  type StageWish,
} from "@slipstream/contracts/model-stages";
import { type ProblemCode, ProblemError } from "@slipstream/contracts/problems";
import { type NamedModel, type NamedMove, planShopStages } from "@slipstream/contracts/shop-stages";
import { models } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { writeModelChange } from "../outbox/write.ts";

const problemsOf: Readonly<Record<StageErrorCode, ProblemCode>> = {
  unknown_model: "unknown_model",
  stage_not_reachable: "stage_not_reachable",
  nothing_to_roll_back: "nothing_to_roll_back",
  champion_changed: "conflict",
  stage_changed: "conflict",
  invalid_share: "invalid_request",
};

/**
 * Moves versions of a model, and what goes with it, as `planShopStages` decides, with audit and with
 * word to the model servers, which follow within a second. Throws ProblemError `unknown_model`,
 * `stage_not_reachable`, `nothing_to_roll_back`.
 */
export async function changeStage(
  transaction: ShopTransaction,
  shop: string,
  errand: { principal: Principal; name: string; wish: StageWish; reason: string },
): Promise<NamedMove[]> {
  const { principal, wish, reason } = errand;
  const moves = plan(await lockRows(transaction, shop), errand);
  const action = "rollback" in wish ? "roll_back" : "promote";
  for (const { name, version, from, to, laurels } of moves) {
    const now = sql`clock_timestamp()`;
    const championedAt = { crowned: now, disgraced: null, kept: undefined }[laurels];
    await transaction
      .update(models)
      .set({ ...to, stageChangedAt: now, ...(championedAt === undefined ? {} : { championedAt }) })
      .where(and(eq(models.shopId, shop), eq(models.name, name), eq(models.version, version)));
    await writeAudit(transaction, shop, {
      ...{ principal, action, resource: "model", resourceId: `${name}/${version}` },
      ...{ before: from, after: to, reason },
    });
  }
  if (moves.length > 0) await writeModelChange(transaction, shop);
  return moves;
}

function plan(rows: readonly NamedModel[], errand: { name: string; wish: StageWish }): NamedMove[] {
  try {
    return planShopStages(rows, errand);
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    throw new ProblemError(problemsOf[error.code], { detail: error.message, cause: error });
  }
}

/**
 * All versions of the shop's models, held until the transaction ends, in one order for all: whoever
 * comes second reads after.
 */
function lockRows(transaction: ShopTransaction, shop: string) {
  const { name, version, stage, trafficShare, championedAt, featureHash } = models;
  return transaction
    .select({ name, version, stage, trafficShare, championedAt, featureHash })
    .from(models)
    .where(eq(models.shopId, shop))
    .orderBy(asc(name), asc(version))
    .for("update");
}
