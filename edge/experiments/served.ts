import type { ServedExperiment } from "@slipstream/contracts/assignment";
import {
  armSchema,
  experimentKindSchema,
  MAX_RUNNING,
  rampSchema,
  targetingSchema,
} from "@slipstream/contracts/experiments";
import { experiments } from "@slipstream/migrations/schema";
import { and, asc, eq, or } from "drizzle-orm";
import { z } from "zod";
import type { Database, ShopTransaction } from "../database/database.ts";
import { log } from "../log.ts";

/** Younger than this, what is known is used as it is. */
const FRESH_MS = 400;
/** Younger than this, it is used while it is read anew in the background. */
const USABLE_MS = 800;
/** After a look that failed, the database is left alone for this long. */
const REST_MS = 5_000;

/** What this isolate knows of one shop's experiments. Data only: no I/O hangs on it. */
interface Known {
  readAt: number;
  experiments: readonly ServedExperiment[];
}

const knownShops = new Map<string, Known>();

const rowSchema = z.object({
  kind: experimentKindSchema,
  arms: z.array(armSchema),
  targeting: targetingSchema,
  ramp: rampSchema,
});

/**
 * The experiments of a shop that rails go by, as of less than a second ago, kept per isolate: those
 * that run, and those whose winner is kept. While the database is away the last ones hold.
 */
export async function servedExperiments(options: {
  database: Database;
  shop: string;
  waitUntil: (work: Promise<unknown>) => void;
}): Promise<readonly ServedExperiment[]> {
  const known = knownShops.get(options.shop);
  const age = known === undefined ? Number.POSITIVE_INFINITY : Date.now() - known.readAt;
  if (known !== undefined && age < FRESH_MS) return known.experiments;
  const reading = readAnew(options, known);
  if (known !== undefined && age < USABLE_MS) {
    options.waitUntil(reading);
    return known.experiments;
  }
  return (await reading).experiments;
}

/** After a change, the next request of this isolate reads them anew. */
export function expireExperiments(shop: string): void {
  knownShops.delete(shop);
}

async function readAnew(
  { database, shop }: { database: Database; shop: string },
  last: Known | undefined,
): Promise<Known> {
  const readAt = Date.now();
  // Set first: others who come meanwhile use what there is.
  if (last !== undefined) last.readAt = readAt;
  try {
    const read = await database.withShop(shop, (transaction) => readServed(transaction, shop));
    const known = { readAt, experiments: read };
    knownShops.set(shop, known);
    return known;
  } catch (error) {
    log("warn", "the experiments could not be read", { shop, error });
    const known = { readAt: readAt + REST_MS, experiments: last?.experiments ?? [] };
    knownShops.set(shop, known);
    return known;
  }
}

/** Those that run, and those whose winner is kept, the oldest first: what comes later has the say. */
export async function readServed(
  transaction: ShopTransaction,
  shop: string,
): Promise<ServedExperiment[]> {
  const { shopId, state, kept, startedAt, id } = experiments;
  const rows = await transaction
    .select()
    .from(experiments)
    .where(and(eq(shopId, shop), or(eq(state, "running"), eq(kept, true))))
    .orderBy(asc(startedAt), asc(id))
    .limit(2 * MAX_RUNNING);
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
