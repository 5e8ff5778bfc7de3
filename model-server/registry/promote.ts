import {
  type ModelStage,
  type PlannedMove,
  planStages,
  type Rollback,
  type StagedModel,
  type StageMove,
  type StageWish,
} from "@slipstream/contracts/model-stages";
import { audit, models, outbox } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "../views/database.ts";

/** Of which model the stages change, and who wants it. */
interface Errand {
  shop: string;
  name: string;
  /** A user, or a program by its name. */
  actor: { id?: string; kind: string };
  reason?: string;
}

/** A model's way to another stage, and who sends it there. */
export type Promotion = Errand & StageMove;

/** What a promotion changed, the model itself last; nothing when all was so already. */
export interface StageChange {
  version: string;
  from: ModelStage;
  to: ModelStage;
}

/**
 * Moves a model to a stage in one transaction, with its audit and with word to the model servers,
 * which the stream processor passes on within a second. A new champion retires the old one, and so
 * on: `planStages` decides. Changes of one name's stages come one after the other.
 * @throws StageError; what the database throws
 */
export function promote(database: Database, promotion: Promotion): Promise<StageChange[]> {
  return change(database, { ...promotion, action: "promote" }, promotion);
}

/**
 * Takes the canary back, or, without one, the champion; the champion that is named in any case.
 * @throws StageError; what the database throws
 */
export function rollBack(
  database: Database,
  { champion, ...errand }: Errand & Pick<Rollback, "champion">,
): Promise<StageChange[]> {
  return change(database, { ...errand, action: "roll_back" }, { rollback: true, champion });
}

async function change(
  database: Database,
  errand: Errand & { action: string },
  wish: StageWish,
): Promise<StageChange[]> {
  const { shop } = errand;
  return await database.change(shop, async (transaction) => {
    const moves = planStages(await lockRows(transaction, errand), wish);
    for (const move of moves) await write(transaction, errand, move);
    if (moves.length > 0) {
      await transaction.insert(outbox).values({ shopId: shop, kind: "models", payload: {} });
    }
    return moves.map(({ version, from, to }) => ({ version, from: from.stage, to: to.stage }));
  });
}

/** All versions of the model, held until the transaction ends: whoever comes second reads after. */
async function lockRows(transaction: Transaction, { shop, name }: Errand): Promise<StagedModel[]> {
  const { version, stage, trafficShare, championedAt } = models;
  return await transaction
    .select({ version, stage, trafficShare, championedAt })
    .from(models)
    .where(and(eq(models.shopId, shop), eq(models.name, name)))
    .orderBy(asc(models.version))
    .for("update");
}

async function write(
  transaction: Transaction,
  { shop, name, actor, reason, action }: Errand & { action: string },
  { version, from, to, laurels }: PlannedMove,
): Promise<void> {
  const now = sql`clock_timestamp()`;
  const championedAt = { crowned: now, disgraced: null, kept: undefined }[laurels];
  await transaction
    .update(models)
    .set({ ...to, stageChangedAt: now, ...(championedAt === undefined ? {} : { championedAt }) })
    .where(and(eq(models.shopId, shop), eq(models.name, name), eq(models.version, version)));
  await transaction.insert(audit).values({
    ...{ id: uuidv7(), shopId: shop, actorId: actor.id ?? null, actorKind: actor.kind },
    ...{ action, resource: "model", resourceId: `${name}/${version}` },
    ...{ before: from, after: to, reason: reason ?? null },
  });
}
