import type { ServedExperiment } from "@slipstream/contracts/assignment";
import {
  armSchema,
  experimentKindSchema,
  rampSchema,
  shareStepsSchema,
  targetingSchema,
} from "@slipstream/contracts/experiments";
import { experiments } from "@slipstream/migrations/schema";
import { and, asc, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";

/** Younger than this, what is known is used as it is. */
const FRESH_MS = 400;
/** Younger than this, it is used while it is read anew in the background. */
const USABLE_MS = 800;
/** While a look is under way or has failed, no other begins for this long. */
const REST_MS = 1_000;
/** How long a rail waits for a look: where something is known that cannot be far off, and else. */
const PATIENCE_MS = 50;
const LONG_PATIENCE_MS = 150;
const NOT_FAR_OFF_MS = 30_000;

/** What this isolate knows of one shop's experiments. Data only: no I/O hangs on it. */
interface Known {
  /** When it was true. */
  readAt: number;
  nextLookAt: number;
  /** When this isolate changed something last: what was read before is not to be believed. */
  changedAt: number;
  /** Undefined where no look has succeeded yet. */
  experiments: readonly ServedExperiment[] | undefined;
}

const nothingKnown: Known = { readAt: 0, nextLookAt: 0, changedAt: 0, experiments: undefined };
const knownShops = new Map<string, Known>();

const rowSchema = z.object({
  kind: experimentKindSchema,
  arms: z.array(armSchema),
  shareSteps: shareStepsSchema,
  targeting: targetingSchema,
  ramp: rampSchema,
});

/**
 * The experiments of a shop that rails go by, kept per isolate: those that run, and those whose winner
 * is kept. They are as of less than a second ago, unless the database is away or late: no rail waits
 * for it for long, and the last ones hold. Undefined where nothing is known.
 */
export async function servedExperiments(options: {
  database: Database;
  shop: string;
  waitUntil: (work: Promise<unknown>) => void;
}): Promise<readonly ServedExperiment[] | undefined> {
  const known = knownShops.get(options.shop) ?? nothingKnown;
  const nowMs = Date.now();
  if (nowMs < known.nextLookAt) return known.experiments;
  // Those who come meanwhile use what there is; where there is nothing yet, each looks.
  if (known.experiments) known.nextLookAt = nowMs + REST_MS;
  const looking = lookAnew(options);
  options.waitUntil(looking);
  const ageMs = nowMs - known.readAt;
  if (ageMs < USABLE_MS) return known.experiments;
  const found = await Promise.race([
    looking,
    later(ageMs < NOT_FAR_OFF_MS ? PATIENCE_MS : LONG_PATIENCE_MS),
  ]);
  if (found === "late") rest(options.shop);
  return found === "late" || found === undefined ? known.experiments : found;
}

/** After a change, the next request of this isolate reads them anew. */
export function expireExperiments(shop: string): void {
  knownShops.set(shop, { ...nothingKnown, changedAt: Date.now() });
}

/** What a look at the database finds; undefined for one that failed. */
async function lookAnew({
  database,
  shop,
}: {
  database: Database;
  shop: string;
}): Promise<readonly ServedExperiment[] | undefined> {
  const readAt = Date.now();
  try {
    const read = await database.withShop(shop, (transaction) => readServed(transaction, shop));
    const known = knownShops.get(shop) ?? nothingKnown;
    const { changedAt } = known;
    // Looks overtake each other, and changes are made meanwhile: what is newer stays.
    if (Math.max(known.readAt, changedAt) >= readAt) return known.experiments ?? read;
    const nextLookAt = readAt + FRESH_MS;
    knownShops.set(shop, { readAt, nextLookAt, changedAt, experiments: read });
    return read;
  } catch (error) {
    log("warn", "the experiments could not be read", { shop, error });
    rest(shop);
    return undefined;
  }
}

function rest(shop: string): void {
  const known = knownShops.get(shop) ?? nothingKnown;
  knownShops.set(shop, { ...known, nextLookAt: Date.now() + REST_MS });
}

function later(delayMs: number): Promise<"late"> {
  return new Promise((resolve) => setTimeout(() => resolve("late"), delayMs));
}

/**
 * Those whose winner is kept, then those that run, each the oldest first: what comes later has the say.
 * Of each there are only so many: `MAX_KEPT`, `MAX_RUNNING`.
 */
export async function readServed(
  transaction: ShopTransaction,
  shop: string,
): Promise<ServedExperiment[]> {
  const { shopId, state, kept, startedAt, endedAt, id } = experiments;
  const rows = await transaction
    .select()
    .from(experiments)
    .where(and(eq(shopId, shop), or(eq(state, "running"), eq(kept, true))))
    .orderBy(sql`${state} = 'running'`, asc(endedAt), asc(startedAt), asc(id));
  return rows.flatMap((row) => {
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) {
      log("warn", "an experiment does not fit its schema", { shop, name: row.name });
      return [];
    }
    const { name, layer, salt, layerFrom, layerShare, decision } = row;
    return [
      {
        ...{ name, layer, salt, layerFrom, layerShare, ...parsed.data },
        startedAtMs: row.startedAt?.getTime() ?? 0,
        ...(row.kept && decision !== null ? { keptArm: decision } : {}),
      },
    ];
  });
}
