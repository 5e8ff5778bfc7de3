import {
  type ExperimentDetail,
  type ExperimentResult,
  experimentResultSchema,
  type StoredExperiment,
} from "@slipstream/contracts/experiment-api";
import { experimentLooks, experiments, exposures } from "@slipstream/migrations/schema";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import type { ArmSums } from "./arm-sums.ts";
import { readResult } from "./results.ts";
import { type Experiment, experimentsWhere } from "./stored.ts";

/** A look is kept when it is later than the last by this part of the experiment's age. */
const PART_OF_AGE = 200;
/** How long it is kept who saw which arm of what was decided; its sums stay, in one look. */
const DAYS_KEPT = 90;

/** Keeps a look at an experiment, where one is due; `sums` reads those of its arms. */
export async function keepLook(
  transaction: ShopTransaction,
  shop: string,
  { experiment, sums }: { experiment: Experiment; sums: () => Promise<Map<string, ArmSums>> },
): Promise<void> {
  const [due] = await transaction.execute<{ due: boolean }>(sql`
    select coalesce(max(l.at) < now() - (now() - min(x.started_at)) / ${PART_OF_AGE}::integer, true)
      as due
    from experiments x left join experiment_looks l on l.experiment_id = x.id
    where x.shop_id = ${shop} and x.id = ${experiment.id}::uuid`);
  if (due?.due === true) await writeLook(transaction, shop, experiment, await sums());
}

/** The looks that were kept, the oldest first. */
async function readLooks(
  transaction: ShopTransaction,
  shop: string,
  experimentId: string,
): Promise<ExperimentResult[]> {
  const rows = await transaction
    .select({ result: experimentLooks.result })
    .from(experimentLooks)
    .where(and(eq(experimentLooks.shopId, shop), eq(experimentLooks.experimentId, experimentId)))
    .orderBy(asc(experimentLooks.at));
  return rows.flatMap(({ result }) => experimentResultSchema.safeParse(result).data ?? []);
}

/** What is known of an experiment, and what was over time; the last look, once no more is left. */
export async function readDetail(
  transaction: ShopTransaction,
  shop: string,
  experiment: StoredExperiment,
): Promise<Pick<ExperimentDetail, "result" | "history">> {
  const looks = await readLooks(transaction, shop, experiment.id);
  const result = await readResult(transaction, shop, experiment);
  const isForgotten =
    experiment.state === "decided" && result.arms.every(({ visitors }) => visitors === 0);
  const history = looks.map(({ at, metrics, sampleRatio }) => ({
    ...{ at, metrics },
    ...(sampleRatio === undefined ? {} : { sampleRatio }),
  }));
  return { result: (isForgotten ? looks.at(-1) : undefined) ?? result, history };
}

/** Takes away who saw what of an experiment that was decided long ago, one at a time. */
export async function forgetDecided(transaction: ShopTransaction, shop: string): Promise<void> {
  const [old] = await experimentsWhere(
    transaction,
    and(
      eq(experiments.shopId, shop),
      eq(experiments.state, "decided"),
      sql`${experiments.endedAt} < now() - make_interval(days => ${DAYS_KEPT})`,
      sql`exists (select from exposures e where e.experiment_id = ${experiments.id})`,
    ),
  );
  if (old === undefined) return;
  const at = await writeLook(transaction, shop, old);
  await transaction
    .delete(exposures)
    .where(and(eq(exposures.shopId, shop), eq(exposures.experimentId, old.id)));
  const { shopId, experimentId } = experimentLooks;
  await transaction
    .delete(experimentLooks)
    .where(and(eq(shopId, shop), eq(experimentId, old.id), lt(experimentLooks.at, at)));
}

async function writeLook(
  transaction: ShopTransaction,
  shop: string,
  experiment: Experiment,
  sums?: Map<string, ArmSums>,
): Promise<Date> {
  const result = await readResult(transaction, shop, experiment, sums);
  const at = new Date(result.at);
  const look = { shopId: shop, experimentId: experiment.id, at, result };
  await transaction.insert(experimentLooks).values(look);
  return at;
}
