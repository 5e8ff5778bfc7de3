import { compareArms } from "@slipstream/algorithms/experiments/lift";
import { noMoments } from "@slipstream/algorithms/experiments/moments";
import {
  betaPosterior,
  gaussianPosterior,
  thompsonShares,
} from "@slipstream/algorithms/experiments/thompson";
import { randomFrom } from "@slipstream/algorithms/random";
import {
  ADAPTIVE_FLOOR,
  EXPERIMENT_ALPHA,
  type ExperimentResult,
  experimentResultSchema,
  type StoredExperiment,
} from "@slipstream/contracts/experiment-api";
import type { ExperimentArm } from "@slipstream/contracts/experiments";
import { experimentLooks, experiments } from "@slipstream/migrations/schema";
import { and, asc, eq, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { type ArmSums, readArmSums } from "./arm-sums.ts";
import { readResult } from "./results.ts";
import { listExperiments } from "./stored.ts";

/** A look is kept when it is later than the last by this part of the experiment's age. */
const PART_OF_AGE = 200;
const DRAWS = 2_000;
/** Shares stay as they are until every arm has been seen by so many. */
const MIN_VISITORS = 100;

/** Keeps a look at each running experiment, and gives arms that adapt their new shares. */
export async function followExperiments(
  transaction: ShopTransaction,
  shop: string,
  nowMs: number,
): Promise<void> {
  const all = await listExperiments(transaction, shop);
  for (const experiment of all.filter(({ state }) => state === "running")) {
    await keepLook(transaction, shop, experiment);
    if (experiment.kind === "adaptive") await adapt(transaction, shop, { experiment, nowMs });
  }
}

/** The looks that were kept, the oldest first. */
export async function readLooks(
  transaction: ShopTransaction,
  shop: string,
  experimentId: string,
): Promise<Pick<ExperimentResult, "at" | "metrics" | "sampleRatio">[]> {
  const rows = await transaction
    .select({ result: experimentLooks.result })
    .from(experimentLooks)
    .where(and(eq(experimentLooks.shopId, shop), eq(experimentLooks.experimentId, experimentId)))
    .orderBy(asc(experimentLooks.at));
  return rows.flatMap(({ result }) => {
    const parsed = experimentResultSchema.safeParse(result);
    if (!parsed.success) return [];
    const { at, metrics, sampleRatio } = parsed.data;
    return [{ at, metrics, ...(sampleRatio === undefined ? {} : { sampleRatio }) }];
  });
}

async function keepLook(
  transaction: ShopTransaction,
  shop: string,
  experiment: StoredExperiment,
): Promise<void> {
  const { id: experimentId } = experiment;
  const [due] = await transaction.execute<{ due: boolean }>(sql`
    select coalesce(max(l.at) < now() - (now() - min(x.started_at)) / ${PART_OF_AGE}::integer, true)
      as due
    from experiments x left join experiment_looks l on l.experiment_id = x.id
    where x.shop_id = ${shop} and x.id = ${experimentId}::uuid`);
  if (due?.due !== true) return;
  const result = await readResult(transaction, shop, experiment);
  const at = new Date(result.at);
  await transaction.insert(experimentLooks).values({ shopId: shop, experimentId, at, result });
}

async function adapt(
  transaction: ShopTransaction,
  shop: string,
  { experiment, nowMs }: { experiment: StoredExperiment; nowMs: number },
): Promise<void> {
  const sums = await readArmSums(transaction, shop, experiment.id);
  const seen = experiment.arms.map(({ name }) => sums.get(name)?.visitors ?? 0);
  if (Math.min(...seen) < MIN_VISITORS) return;
  const shares = adaptedShares(experiment, sums, nowMs);
  const arms = experiment.arms.map(
    (arm, at): ExperimentArm => ({ ...arm, share: shares[at] ?? 0 }),
  );
  await transaction
    .update(experiments)
    .set({ arms })
    .where(and(eq(experiments.shopId, shop), eq(experiments.id, experiment.id)));
}

/** Shares of visitors who click, fill a cart or buy are Beta; revenue's means are normal. */
function adaptedShares(
  { metric, arms }: StoredExperiment,
  sums: ReadonlyMap<string, ArmSums>,
  nowMs: number,
): number[] {
  const known = arms.map(({ name }) => sums.get(name));
  const means = compareArms(
    known.map((arm) => arm?.moments.revenue_per_session ?? noMoments),
    { plannedVisitors: 1, alpha: EXPERIMENT_ALPHA },
  ).arms;
  const isRevenue = metric === "revenue_per_session";
  // Until every arm has brought something, nothing is known of how revenue varies.
  if (isRevenue && means.some((mean) => mean === undefined || mean.variance <= 0)) {
    return arms.map(() => 1 / arms.length);
  }
  const successes = {
    click_through: "clicked",
    add_to_cart: "carted",
    conversion: "bought",
  } as const;
  const posteriors = known.map((arm, at) => {
    const mean = means[at];
    if (metric === "revenue_per_session") {
      return gaussianPosterior(mean?.value ?? 0, mean?.variance ?? 0);
    }
    return betaPosterior(arm?.visitors ?? 0, arm?.[successes[metric]] ?? 0);
  });
  return thompsonShares(posteriors, {
    ...{ draws: DRAWS, floor: ADAPTIVE_FLOOR },
    random: randomFrom([nowMs]),
  });
}
