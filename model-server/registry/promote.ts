import { audit, models, outbox } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "../views/database.ts";
import { RegistryError } from "./registry-error.ts";
import { checkWay, type ModelStage, shareOf } from "./stages.ts";

/** A model's way to another stage, and who sends it there. */
export interface Promotion {
  shop: string;
  name: string;
  version: string;
  to: ModelStage;
  /** Of a canary: the share of requests that it answers, between 0 and 1. */
  trafficShare?: number;
  /**
   * The champion that the decision went by, null for none: another one in the meantime refuses it.
   * Left out, it does not matter.
   */
  ifChampion?: string | null;
  /** A user, or a program by its name. */
  actor: { id?: string; kind: string };
  reason?: string;
}

/** What a promotion changed, the model itself last; nothing when all was so already. */
export interface StageChange {
  version: string;
  from: ModelStage;
  to: ModelStage;
}

interface ModelRow {
  id: string;
  version: string;
  stage: ModelStage;
  trafficShare: number;
}

/**
 * Moves a model to a stage in one transaction, with its audit and with word to the model servers,
 * which the stream processor passes on within a second. A new champion retires the old one: there
 * is never more than one. Promotions of one model's versions come one after the other.
 * @throws RegistryError `unknown_model`, `stage_not_reachable`, `champion_changed`, `invalid_share`;
 * what the database throws
 */
export async function promote(database: Database, promotion: Promotion): Promise<StageChange[]> {
  const { shop, version, to } = promotion;
  const trafficShare = shareOf(to, promotion.trafficShare);
  return await database.change(shop, async (transaction) => {
    const rows = await lockRows(transaction, promotion);
    const row = rows.find((each) => each.version === version);
    if (row === undefined) {
      throw new RegistryError("unknown_model", `there is no ${promotion.name} ${version}`);
    }
    const champion = rows.find(({ stage }) => stage === "champion");
    checkChampion(promotion, champion);
    if (row.stage === to && row.trafficShare === trafficShare) return [];
    checkWay(row.stage, to);
    const changes: StageChange[] = [];
    // The old one first: the index admits no second champion, not even for a moment.
    if (to === "champion" && champion !== undefined) {
      const retirement = { row: champion, to: "retired" as const, trafficShare: 0 };
      changes.push(await move(transaction, promotion, retirement));
    }
    changes.push(await move(transaction, promotion, { row, to, trafficShare }));
    await transaction.insert(outbox).values({ shopId: shop, kind: "models", payload: {} });
    return changes;
  });
}

/** All versions of the model, held until the transaction ends: whoever comes second reads after. */
async function lockRows(transaction: Transaction, { shop, name }: Promotion): Promise<ModelRow[]> {
  const { id, version, stage, trafficShare } = models;
  return await transaction
    .select({ id, version, stage, trafficShare })
    .from(models)
    .where(and(eq(models.shopId, shop), eq(models.name, name)))
    .orderBy(asc(models.version))
    .for("update");
}

function checkChampion({ ifChampion }: Promotion, champion: ModelRow | undefined): void {
  const now = champion?.version ?? null;
  if (ifChampion === undefined || ifChampion === now) return;
  throw new RegistryError(
    "champion_changed",
    `the champion is ${now ?? "none"} and no longer ${ifChampion ?? "none"}: compare anew`,
  );
}

async function move(
  transaction: Transaction,
  { shop, name, actor, reason }: Promotion,
  { row, to, trafficShare }: { row: ModelRow; to: ModelStage; trafficShare: number },
): Promise<StageChange> {
  await transaction
    .update(models)
    .set({ stage: to, trafficShare, stageChangedAt: sql`clock_timestamp()` })
    .where(and(eq(models.shopId, shop), eq(models.id, row.id)));
  await transaction.insert(audit).values({
    ...{ id: uuidv7(), shopId: shop, actorId: actor.id ?? null, actorKind: actor.kind },
    ...{ action: "promote", resource: "model", resourceId: `${name}/${row.version}` },
    before: { stage: row.stage, trafficShare: row.trafficShare },
    after: { stage: to, trafficShare },
    reason: reason ?? null,
  });
  return { version: row.version, from: row.stage, to };
}
