import { preferenceOf } from "@slipstream/algorithms/experiments/interleaving";
import { compareArms, type Lift } from "@slipstream/algorithms/experiments/lift";
import { noMoments } from "@slipstream/algorithms/experiments/moments";
import { sampleRatioPValue } from "@slipstream/algorithms/experiments/sample-ratio";
import {
  EXPERIMENT_ALPHA,
  type ExperimentResult,
  type MetricResult,
  measuredMetricSchema,
  SAMPLE_RATIO_ALARM,
} from "@slipstream/contracts/experiment-api";
import { INTERLEAVED } from "@slipstream/contracts/experiments";
import type { ShopTransaction } from "../database/database.ts";
import { type ArmSums, readArmSums } from "./arm-sums.ts";
import { readPolicies } from "./policies.ts";
import type { Experiment } from "./stored.ts";

/** Intervals are narrowest here where nobody has planned a size. */
const DEFAULT_PLANNED_VISITORS = 10_000;

/** What is known of an experiment now; by these sums, where they have been read already. */
export async function readResult(
  transaction: ShopTransaction,
  shop: string,
  experiment: Experiment,
  known?: Map<string, ArmSums>,
): Promise<ExperimentResult> {
  const { id, kind, arms } = experiment;
  const [sums, policies] = await Promise.all([
    known ?? readArmSums(transaction, shop, id),
    kind === "adaptive" ? readPolicies(transaction, shop, experiment) : undefined,
  ]);
  const isDraft = kind === "interleaved";
  const names = isDraft ? [INTERLEAVED] : arms.map(({ name }) => name);
  const counted = names.map((name) => ({ name, sums: sums.get(name) }));
  const shares = isDraft ? [1] : arms.map(({ share }) => share);
  return {
    at: new Date().toISOString(),
    arms: counted.map((arm, at) => armFigures(arm, shares[at] ?? 0)),
    ...(kind === "fixed" ? { sampleRatio: sampleRatioOf(counted, shares) } : {}),
    metrics: metricResults(counted, experiment),
    ...(isDraft ? { preference: preferenceResult(sums.get(INTERLEAVED), experiment) } : {}),
    ...(policies === undefined ? {} : { policies }),
  };
}

interface Counted {
  name: string;
  sums: ArmSums | undefined;
}

function armFigures({ name, sums }: Counted, share: number): ExperimentResult["arms"][number] {
  return {
    ...{ name, share },
    visitors: sums?.visitors ?? 0,
    sessions: sums?.sessions ?? 0,
    impressions: sums?.impressions ?? 0,
    standIns: sums?.standIns ?? 0,
    clicks: sums?.clicks ?? 0,
    carts: sums?.carts ?? 0,
    orders: sums?.orders ?? 0,
    revenueMinor: sums?.revenueMinor ?? 0,
  };
}

function sampleRatioOf(
  counted: readonly Counted[],
  shares: readonly number[],
): NonNullable<ExperimentResult["sampleRatio"]> {
  const pValue = sampleRatioPValue(
    counted.map(({ sums }) => sums?.visitors ?? 0),
    shares,
  );
  return { pValue, broken: pValue < SAMPLE_RATIO_ALARM };
}

function metricResults(
  counted: readonly Counted[],
  { kind, plannedVisitors = DEFAULT_PLANNED_VISITORS }: Experiment,
): MetricResult[] {
  return measuredMetricSchema.options.map((metric) => {
    const moments = counted.map(({ sums }) => sums?.moments[metric] ?? noMoments);
    const { arms, lifts, explained } = compareArms(moments, {
      plannedVisitors,
      alpha: EXPERIMENT_ALPHA,
    });
    return {
      metric,
      explained,
      arms: arms.map((arm, at) => ({
        ...(arm === undefined ? {} : { value: arm.value }),
        // Where shares change, arms have visitors of different times: `policies` weighs that out.
        ...(kind === "adaptive" ? {} : liftIn(lifts[at])),
      })),
    };
  });
}

function liftIn(lift: Lift | undefined) {
  if (lift === undefined || !Number.isFinite(lift.high - lift.low)) return {};
  const { relative, ...rest } = lift;
  return { lift: { ...rest, ...(relative === undefined ? {} : { relative }) } };
}

function preferenceResult(
  sums: ArmSums | undefined,
  { plannedVisitors = DEFAULT_PLANNED_VISITORS }: Experiment,
): NonNullable<ExperimentResult["preference"]> {
  const first = sums?.firstCredits ?? 0;
  const second = sums?.secondCredits ?? 0;
  const credits = { visitors: sums?.visitors ?? 0, squares: sums?.creditSquares ?? 0 };
  const { share, difference, low, high, pValue } = preferenceOf(
    { first, second, ...credits },
    { plannedVisitors, alpha: EXPERIMENT_ALPHA },
  );
  const isKnown = difference !== undefined && Number.isFinite(high - low);
  return {
    ...{ first, second },
    ...(share === undefined ? {} : { share }),
    ...(isKnown ? { lift: { difference, low, high, pValue } } : {}),
  };
}
