import {
  doublyRobust,
  ips,
  type LoggedDecision,
  type PolicyValue,
  snips,
} from "@slipstream/algorithms/experiments/off-policy";
import type { ExperimentMetric, ExperimentResult } from "@slipstream/contracts/experiment-api";
import { type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";
import type { Experiment } from "./stored.ts";

/** Exposures that are read for it, the latest. */
const MAX_DECISIONS = 20_000;

/** What a visitor brought. */
const rewards: Readonly<Record<ExperimentMetric, SQL>> = {
  click_through: sql`least(clicks, 1)`,
  add_to_cart: sql`least(carts, 1)`,
  conversion: sql`least(orders, 1)`,
  revenue_per_session: sql`revenue_minor::float8 / greatest(sessions, 1)`,
};

type Decision = Record<"arm" | "propensity" | "reward", string | number>;

/** What each arm would have brought, had everybody had it: from the propensities of the exposures. */
export async function readPolicies(
  transaction: ShopTransaction,
  shop: string,
  { id, metric, arms }: Experiment,
): Promise<NonNullable<ExperimentResult["policies"]>> {
  const rows = await run<Decision>(
    transaction,
    sql`
      select arm, propensity, ${rewards[metric]} as reward from exposures
      where shop_id = ${shop} and experiment_id = ${id}::uuid and propensity > 0
      order by first_shown_at desc limit ${MAX_DECISIONS}`,
  );
  if (rows.length < 2) return [];
  return arms.map(({ name }) => {
    const own = rows.filter(({ arm }) => arm === name);
    const expected = own.reduce((sum, { reward }) => sum + Number(reward), 0) / (own.length || 1);
    const log = rows.map(
      ({ arm, propensity, reward }): LoggedDecision => ({
        reward: Number(reward),
        propensity: Number(propensity),
        target: arm === name ? 1 : 0,
        // The plain model: an arm brings what it has brought so far.
        expectedOfDone: arm === name ? expected : 0,
        expectedOfTarget: expected,
      }),
    );
    const byPropensity = ips(log);
    return {
      ...{ arm: name, effective: byPropensity.effective },
      ...known("ips", byPropensity),
      ...known("snips", snips(log)),
      ...known("robust", doublyRobust(log)),
    };
  });
}

/** Nothing, where no decision of the log was of the policy. */
function known<Name extends string>(
  name: Name,
  { value, low, high, effective }: PolicyValue,
): Partial<Record<Name, { value: number; low: number; high: number }>>;
function known(name: string, { value, low, high, effective }: PolicyValue) {
  return effective > 0 && Number.isFinite(high - low) ? { [name]: { value, low, high } } : {};
}
