import type {
  ModelStage,
  Rollback,
  StageMove,
  StageWish,
} from "@slipstream/contracts/model-stages";
import { type NamedModel, type NamedMove, planShopStages } from "@slipstream/contracts/shop-stages";
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

/** An errand with what it is called in the audit. */
type Work = Errand & { action: string; wish: StageWish };

/** What a promotion changed, the model itself last; nothing when all was so already. */
export interface StageChange {
  name: string;
  version: string;
  from: ModelStage;
  to: ModelStage;
}

/**
 * Moves a model to a stage in one transaction, with its audit and with word to the model servers,
 * which the stream processor passes on within a second. A new champion retires the old one, and so
 * on: `planStages` decides. Changes of one shop's stages come one after the other.
 * @throws StageError; what the database throws
 */
export function promote(database: Database, promotion: Promotion): Promise<StageChange[]> {
  return promoteTogether(database, promotion.shop, [promotion]);
}

/** The same for models that serve together: all of them or none. */
export function promoteTogether(
  database: Database,
  shop: string,
  promotions: readonly Omit<Promotion, "shop">[],
): Promise<StageChange[]> {
  const works = promotions.map((each) => ({ ...each, shop, action: "promote", wish: each }));
  return change(database, shop, works);
}

/**
 * Takes the canary back, or, without one, the champion; the champion that is named in any case. With a
 * ranker go the batch champions of its version.
 * @throws StageError; what the database throws
 */
export function rollBack(
  database: Database,
  { champion, ...errand }: Errand & Pick<Rollback, "champion">,
): Promise<StageChange[]> {
  const wish = { rollback: true, champion } as const;
  return change(database, errand.shop, [{ ...errand, action: "roll_back", wish }]);
}

async function change(
  database: Database,
  shop: string,
  works: readonly Work[],
): Promise<StageChange[]> {
  return await database.change(shop, async (transaction) => {
    const rows = await lockRows(transaction, shop);
    const moves = works.flatMap((work) =>
      planShopStages(rows, work).map((move) => ({ ...move, work })),
    );
    for (const { work, ...move } of moves) await write(transaction, work, move);
    if (moves.length > 0) {
      await transaction.insert(outbox).values({ shopId: shop, kind: "models", payload: {} });
    }
    return moves.map(({ name, version, from, to }) => ({
      ...{ name, version, from: from.stage, to: to.stage },
    }));
  });
}

/**
 * All versions of a shop's models, held until the transaction ends, in one order for all: whoever comes
 * second reads after.
 */
async function lockRows(transaction: Transaction, shop: string): Promise<NamedModel[]> {
  const { name, version, stage, trafficShare, championedAt, featureHash } = models;
  return await transaction
    .select({ name, version, stage, trafficShare, championedAt, featureHash })
    .from(models)
    .where(eq(models.shopId, shop))
    .orderBy(asc(name), asc(version))
    .for("update");
}

async function write(
  transaction: Transaction,
  { shop, actor, reason, action }: Work,
  { name, version, from, to, laurels }: NamedMove,
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
