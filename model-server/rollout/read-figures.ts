import {
  addedFigures,
  type ModelFigures,
  modelFiguresSchema,
  noFigures,
} from "@slipstream/contracts/model-figures";
import { modelFigures } from "@slipstream/migrations/schema";
import { and, eq, gte, lt } from "drizzle-orm";
import type { Database } from "../views/database.ts";

const MINUTE_MS = 60_000;
const KEPT_MS = 7 * 24 * 3_600_000;

/** Figures of a canary at its present share, and of whoever serves the others meanwhile. */
export interface CanaryFigures {
  canary: ModelFigures;
  champion: ModelFigures;
}

/** What all servers saw of a canary and beside it since it has its share. */
export async function readCanaryFigures(
  database: Database,
  of: { shop: string; name: string; version: string; share: number; sinceMs: number },
): Promise<CanaryFigures> {
  const { shop, name, version, share, sinceMs } = of;
  const rows = await database.ofShop(shop, (queries) =>
    queries
      .select({
        version: modelFigures.version,
        stage: modelFigures.stage,
        share: modelFigures.trafficShare,
        figures: modelFigures.figures,
      })
      .from(modelFigures)
      .where(
        and(
          eq(modelFigures.shopId, shop),
          eq(modelFigures.name, name),
          gte(modelFigures.minute, new Date(Math.floor(sinceMs / MINUTE_MS) * MINUTE_MS)),
        ),
      ),
  );
  const sums = { canary: noFigures(), champion: noFigures() };
  for (const row of rows) {
    const isCanary = row.stage === "canary" && row.version === version && row.share === share;
    if (!isCanary && row.stage !== "champion") continue;
    const side = isCanary ? "canary" : "champion";
    sums[side] = addedFigures(sums[side], modelFiguresSchema.parse(row.figures));
  }
  return sums;
}

/** Lets go of figures that are older than a week. */
export async function pruneFigures(database: Database, shop: string): Promise<void> {
  const before = new Date(Date.now() - KEPT_MS);
  await database.change(shop, (transaction) =>
    transaction
      .delete(modelFigures)
      .where(and(eq(modelFigures.shopId, shop), lt(modelFigures.minute, before))),
  );
}
