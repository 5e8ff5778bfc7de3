import type { StoredExperiment } from "@slipstream/contracts/experiment-api";
import { storedExperimentSchema } from "@slipstream/contracts/experiment-api";
import { ProblemError } from "@slipstream/contracts/problems";
import { experiments } from "@slipstream/migrations/schema";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";

type Row = typeof experiments.$inferSelect;

/** An experiment without the number of its visitors, which takes a walk over them. */
export type Experiment = Omit<StoredExperiment, "visitors">;

const experimentSchema = storedExperimentSchema.omit({ visitors: true });

/** Those who saw it; once it is forgotten who they were, as many as its last look tells of. */
const visitors = sql<number>`coalesce(
  nullif((select count(*) from exposures e where e.experiment_id = ${experiments.id}), 0),
  (select sum((arm ->> 'visitors')::integer)
    from (select l.result from experiment_looks l where l.experiment_id = ${experiments.id}
      order by l.at desc limit 1) last, jsonb_array_elements(last.result -> 'arms') arm),
  0)::integer`;

/** All experiments of the shop, the newest first. */
export async function listExperiments(
  transaction: ShopTransaction,
  shop: string,
): Promise<StoredExperiment[]> {
  const rows = await selectCounted(transaction, eq(experiments.shopId, shop));
  return rows.flatMap(({ row, visitors: seen }) =>
    fitting(row).map((experiment) => ({ ...experiment, visitors: seen })),
  );
}

/** One experiment. Throws `unknown_experiment`. */
export async function readExperiment(
  transaction: ShopTransaction,
  shop: string,
  id: string,
): Promise<StoredExperiment> {
  const [found] = await selectCounted(
    transaction,
    and(eq(experiments.shopId, shop), eq(experiments.id, id)),
  );
  if (!found) throw new ProblemError("unknown_experiment");
  return storedExperimentSchema.parse({ ...fieldsOf(found.row), visitors: found.visitors });
}

/** Those that run, the newest first. */
export function runningExperiments(
  transaction: ShopTransaction,
  shop: string,
): Promise<Experiment[]> {
  return experimentsWhere(
    transaction,
    and(eq(experiments.shopId, shop), eq(experiments.state, "running")),
  );
}

/** The experiments that fulfil a condition, the newest first; nobody is counted. */
export async function experimentsWhere(
  transaction: ShopTransaction,
  where: SQL | undefined,
): Promise<Experiment[]> {
  const rows = await transaction
    .select()
    .from(experiments)
    .where(where)
    .orderBy(...newestFirst);
  return rows.flatMap(fitting);
}

const newestFirst = [desc(experiments.createdAt), desc(experiments.id)];

function selectCounted(transaction: ShopTransaction, where: SQL | undefined) {
  return transaction
    .select({ row: experiments, visitors })
    .from(experiments)
    .where(where)
    .orderBy(...newestFirst);
}

/** The experiment of a row, unless it does not fit: one bad row is not to keep all others away. */
function fitting(row: Row): Experiment[] {
  const parsed = experimentSchema.safeParse(fieldsOf(row));
  if (parsed.success) return [parsed.data];
  const { shopId: shop, name } = row;
  log("warn", "an experiment does not fit its schema", { shop, name, error: parsed.error });
  return [];
}

function fieldsOf(row: Row) {
  const { id, name, kind, hypothesis, layer, layerShare, metric, effect, kept } = row;
  const { arms, targeting, ramp, state, createdAt, startedAt, endedAt, decision, reason } = row;
  return {
    ...{ id, name, kind, hypothesis, layer, layerShare, metric, effect, kept },
    ...{ arms, targeting, ramp, state, createdAt: createdAt.toISOString() },
    ...(row.plannedSampleSize === null ? {} : { plannedVisitors: row.plannedSampleSize }),
    ...(startedAt === null ? {} : { startedAt: startedAt.toISOString() }),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
    ...(decision === null ? {} : { decision }),
    ...(reason === null ? {} : { reason }),
  };
}
