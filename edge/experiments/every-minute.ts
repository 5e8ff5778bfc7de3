import { compareArms } from "@slipstream/algorithms/experiments/lift";
import { noMoments } from "@slipstream/algorithms/experiments/moments";
import {
  betaPosterior,
  gaussianPosterior,
  thompsonShares,
} from "@slipstream/algorithms/experiments/thompson";
import { randomFrom } from "@slipstream/algorithms/random";
import { ADAPTIVE_FLOOR, EXPERIMENT_ALPHA } from "@slipstream/contracts/experiment-api";
import {
  type ExperimentArm,
  type ShareSteps,
  shareStepsSchema,
} from "@slipstream/contracts/experiments";
import { experiments } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { type ArmSums, readArmSums } from "./arm-sums.ts";
import { keepLook } from "./looks.ts";
import { type Experiment, runningExperiments } from "./stored.ts";

const DRAWS = 2_000;
/** Shares stay as they are until every arm has been seen by so many. */
const MIN_VISITORS = 100;
/**
 * Shares change when the experiment has got older by this part since they last did: batches that grow
 * cost next to nothing against a change at every visitor (Perchet et al., Batched bandit problems,
 * Annals of Statistics 2016), and a year of them is a list of some 130.
 */
const PART_OF_AGE = 10;
/** New shares hold from so much later on: whoever serves rails knows of them by then. */
const AHEAD_MS = 60_000;

/** Keeps a look at each running experiment, and gives arms that adapt their new shares. */
export async function followExperiments(
  transaction: ShopTransaction,
  shop: string,
  nowMs: number,
): Promise<void> {
  for (const experiment of await runningExperiments(transaction, shop)) {
    let read: Promise<Map<string, ArmSums>> | undefined;
    const sums = () => {
      read ??= readArmSums(transaction, shop, experiment.id);
      return read;
    };
    await keepLook(transaction, shop, { experiment, sums });
    if (experiment.kind === "adaptive") await adapt(transaction, shop, { experiment, nowMs, sums });
  }
}

async function adapt(
  transaction: ShopTransaction,
  shop: string,
  options: { experiment: Experiment; nowMs: number; sums: () => Promise<Map<string, ArmSums>> },
): Promise<void> {
  const { experiment, nowMs } = options;
  const isThis = and(
    eq(experiments.shopId, shop),
    eq(experiments.id, experiment.id),
    // It may have ended meanwhile.
    eq(experiments.state, "running"),
  );
  const [row] = await transaction
    .select({ steps: experiments.shareSteps })
    .from(experiments)
    .where(isThis);
  const steps = shareStepsSchema.safeParse(row?.steps).data ?? [];
  if (!isDue(steps, experiment, nowMs)) return;
  const sums = await options.sums();
  const seen = experiment.arms.map(({ name }) => sums.get(name)?.visitors ?? 0);
  if (Math.min(...seen) < MIN_VISITORS) return;
  const shares = adaptedShares(experiment, sums, nowMs);
  const arms = experiment.arms.map(
    (arm, at): ExperimentArm => ({ ...arm, share: shares[at] ?? 0 }),
  );
  const first = { fromMs: 0, shares: experiment.arms.map(({ share }) => share) };
  const shareSteps: ShareSteps = [
    ...(steps.length === 0 ? [first] : steps),
    { fromMs: nowMs + AHEAD_MS, shares },
  ];
  await transaction.update(experiments).set({ arms, shareSteps }).where(isThis);
}

function isDue(steps: ShareSteps, { startedAt }: Experiment, nowMs: number): boolean {
  const last = steps.at(-1);
  if (last === undefined) return true;
  const ageMs = nowMs - Date.parse(startedAt ?? "");
  return nowMs - last.fromMs >= ageMs / PART_OF_AGE;
}

/** Shares of visitors who click, fill a cart or buy are Beta; revenue's means are normal. */
function adaptedShares(
  { metric, arms }: Experiment,
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
