import { armSchema, MAX_TRIED_VERSIONS, versionsHeld } from "@slipstream/contracts/experiments";
import { experiments } from "@slipstream/migrations/schema";
import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../views/database.ts";

const armsSchema = z.array(armSchema);

/** What rails go by now comes first: who pauses has no rails. */
const mostNeeded = sql`case ${experiments.state} when 'running' then 0 when 'paused' then 2 else 1 end`;

/**
 * The versions of the ranker that a shop's experiments name, as `versionsHeld` says; the first
 * MAX_TRIED_VERSIONS, those of running ones before others. Throws what the database throws.
 */
export async function readTriedVersions(database: Database, shop: string): Promise<string[]> {
  const { shopId, state, kept, decision, startedAt, id, arms } = experiments;
  const rows = await database.ofShop(shop, (queries) =>
    queries
      .select({ state, decision, kept, arms })
      .from(experiments)
      .where(and(eq(shopId, shop), or(inArray(state, ["running", "paused"]), eq(kept, true))))
      .orderBy(mostNeeded, asc(startedAt), asc(id)),
  );
  const versions = rows.flatMap((row) =>
    versionsHeld({ ...row, arms: armsSchema.safeParse(row.arms).data ?? [] }),
  );
  return [...new Set(versions)].slice(0, MAX_TRIED_VERSIONS);
}
