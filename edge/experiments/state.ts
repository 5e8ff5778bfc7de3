import type {
  ExperimentState,
  StateChange,
  StoredExperiment,
} from "@slipstream/contracts/experiment-api";
import { doOverlap, MAX_KEPT, MAX_RUNNING, versionsOf } from "@slipstream/contracts/experiments";
import { ProblemError } from "@slipstream/contracts/problems";
import { experiments } from "@slipstream/migrations/schema";
import { and, eq, sql } from "drizzle-orm";
import type { Principal } from "../auth/principal.ts";
import type { ShopTransaction } from "../database/database.ts";
import { writeAudit } from "../outbox/audit.ts";
import { writeModelChange } from "../outbox/write.ts";
import { planFor } from "./planner.ts";
import { readExperiment, runningExperiments } from "./stored.ts";
import { refuseVersions } from "./versions.ts";

const allowed: Readonly<Record<ExperimentState, readonly StateChange["to"][]>> = {
  draft: ["running"],
  running: ["paused", "decided"],
  paused: ["running", "decided"],
  // Again: to keep the winner's settings, or to keep them no longer.
  decided: ["decided"],
};

/**
 * Starts, pauses, goes on with or decides an experiment; rails follow within a second. Throws
 * `unknown_experiment`, `wrong_state`, `layer_full`, `experiments_overlap`, `unknown_model`,
 * `invalid_request`.
 */
export async function moveExperiment(
  transaction: ShopTransaction,
  shop: string,
  { principal, id, change }: { principal: Principal; id: string; change: StateChange },
): Promise<StoredExperiment> {
  const { to, arm, keep, reason } = change;
  // It takes the longest, and nobody is to wait for it.
  const planned = to === "running" ? await sizeOf(transaction, shop, id) : {};
  // One at a time: two that start together must not get the same part of a layer.
  await transaction.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`experiments ${shop}`}, 0))`,
  );
  const before = await readExperiment(transaction, shop, id);
  if (!allowed[before.state].includes(to)) {
    throw new ProblemError("wrong_state", { detail: `it is ${before.state}` });
  }
  if (arm !== undefined && !before.arms.some(({ name }) => name === arm)) {
    throw new ProblemError("invalid_request", {
      issues: [{ path: "arm", message: "no such arm" }],
    });
  }
  const isFirstStart = before.startedAt === undefined;
  if (to === "running") {
    await refuseConflicts(transaction, shop, before);
    await refuseVersions(transaction, shop, before);
  }
  if (keep && !before.kept) await refuseTooManyKept(transaction, shop);
  if (keep) {
    const winners = before.arms.filter(({ name }) => name === arm);
    await refuseVersions(transaction, shop, { id, arms: winners });
  }
  const started =
    isFirstStart && to === "running"
      ? { ...planned, layerFrom: await freePart(transaction, shop, before), startedAt: sql`now()` }
      : {};
  const decided = { decision: arm ?? null, kept: keep, reason, endedAt: sql`now()` };
  await transaction
    .update(experiments)
    .set({ state: to, ...started, ...(to === "decided" ? decided : {}) })
    .where(and(eq(experiments.shopId, shop), eq(experiments.id, id)));
  // Model servers load what arms name before it is asked for, and let go of it afterwards.
  if (versionsOf(before.arms).length > 0) await writeModelChange(transaction, shop);
  const after = await readExperiment(transaction, shop, id);
  await writeAudit(transaction, shop, {
    ...{ principal, action: to, resource: "experiment", resourceId: id, reason },
    ...{ before: { state: before.state }, after: { state: to, arm, keep } },
  });
  return after;
}

/** The size that a draft is planned for; nothing of one that was started. */
async function sizeOf(
  transaction: ShopTransaction,
  shop: string,
  id: string,
): Promise<{ plannedSampleSize?: number }> {
  const experiment = await readExperiment(transaction, shop, id);
  if (experiment.state !== "draft") return {};
  const { layerShare, metric, effect, arms, targeting } = experiment;
  const { plan } = await planFor(transaction, shop, {
    ...{ metric, effect, layerShare, arms: arms.length, placements: targeting.placements },
  });
  if (plan === undefined) return {};
  return { plannedSampleSize: Math.min(plan.visitorsPerArm, 2 ** 31 - 1) };
}

/** The first part of a layer that is wide enough and nobody's; a paused experiment keeps its part. */
async function freePart(
  transaction: ShopTransaction,
  shop: string,
  { layer, layerShare: share }: { layer: string; layerShare: number },
): Promise<number> {
  const rows = await transaction
    .select({ from: experiments.layerFrom, share: experiments.layerShare })
    .from(experiments)
    .where(
      and(
        eq(experiments.shopId, shop),
        eq(experiments.layer, layer),
        sql`${experiments.state} in ('running', 'paused')`,
      ),
    )
    .orderBy(experiments.layerFrom);
  let from = 0;
  for (const taken of rows) {
    if (taken.from - from >= share - 1e-9) return from;
    from = Math.max(from, taken.from + taken.share);
  }
  if (from + share <= 1 + 1e-9) return from;
  throw new ProblemError("layer_full", {
    detail: `${Math.round((1 - from) * 100)} % of the layer ${layer} is left at its end`,
  });
}

async function refuseConflicts(
  transaction: ShopTransaction,
  shop: string,
  experiment: StoredExperiment,
): Promise<void> {
  const all = await runningExperiments(transaction, shop);
  const running = all.filter(({ id }) => id !== experiment.id);
  if (running.length >= MAX_RUNNING) {
    throw new ProblemError("layer_full", { detail: `${MAX_RUNNING} run already` });
  }
  const other = running.find((one) => one.layer !== experiment.layer && doOverlap(one, experiment));
  if (other === undefined) return;
  throw new ProblemError("experiments_overlap", {
    detail: `${other.name} changes the same thing; put both into one layer`,
  });
}

async function refuseTooManyKept(transaction: ShopTransaction, shop: string): Promise<void> {
  const kept = await transaction.$count(
    experiments,
    and(eq(experiments.shopId, shop), eq(experiments.kept, true)),
  );
  if (kept < MAX_KEPT) return;
  throw new ProblemError("layer_full", {
    detail: `${MAX_KEPT} winners are kept already: make them the shop's own, and keep them no longer`,
  });
}
