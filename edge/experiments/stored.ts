import type { StoredExperiment } from "@slipstream/contracts/experiment-api";
import { storedExperimentSchema } from "@slipstream/contracts/experiment-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { experiments } from "@slipstream/migrations/schema";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

type Row = typeof experiments.$inferSelect & { visitors: number };

/** All experiments of the shop, the newest first. */
export async function listExperiments(
  transaction: ShopTransaction,
  shop: string,
): Promise<StoredExperiment[]> {
  return (await select(transaction, eq(experiments.shopId, shop))).map(storedOf);
}

/** One experiment. Throws `unknown_experiment`. */
export async function readExperiment(
  transaction: ShopTransaction,
  shop: string,
  id: string,
): Promise<StoredExperiment> {
  const [row] = await select(
    transaction,
    and(eq(experiments.shopId, shop), eq(experiments.id, id)),
  );
  if (!row) throw new ProblemError("unknown_experiment");
  return storedOf(row);
}

async function select(transaction: ShopTransaction, where: SQL | undefined): Promise<Row[]> {
  const visitors = sql<number>`(
    select count(*) from exposures e where e.experiment_id = ${experiments.id})::integer`;
  const rows = await transaction
    .select({ row: experiments, visitors })
    .from(experiments)
    .where(where)
    .orderBy(desc(experiments.createdAt), desc(experiments.id));
  return rows.map(({ row, visitors: seen }) => ({ ...row, visitors: seen }));
}

function storedOf(row: Row): StoredExperiment {
  const { id, name, kind, hypothesis, layer, layerShare, metric, effect, visitors, kept } = row;
  const { arms, targeting, ramp, state, createdAt, startedAt, endedAt, decision, reason } = row;
  return storedExperimentSchema.parse({
    ...{ id, name, kind, hypothesis, layer, layerShare, metric, effect, visitors, kept },
    ...{ arms, targeting, ramp, state, createdAt: createdAt.toISOString() },
    ...(row.plannedSampleSize === null ? {} : { plannedVisitors: row.plannedSampleSize }),
    ...(startedAt === null ? {} : { startedAt: startedAt.toISOString() }),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
    ...(decision === null ? {} : { decision }),
    ...(reason === null ? {} : { reason }),
  });
}
