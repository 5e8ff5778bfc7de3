import type { DriftAnswer } from "@slipstream/contracts/model-api";
import { driftReportSchema } from "@slipstream/contracts/model-reports";
import { modelReports, models } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";

const RANKER = "ranker";

/** The last report on the drift of what the serving ranker reads and says. */
export async function readDrift(transaction: ShopTransaction, shop: string): Promise<DriftAnswer> {
  const ofRanker = [eq(modelReports.shopId, shop), eq(modelReports.name, RANKER)];
  const [[row], [champion]] = await Promise.all([
    transaction
      .select({ report: modelReports.report, at: modelReports.at })
      .from(modelReports)
      .where(and(...ofRanker, eq(modelReports.kind, "drift"))),
    transaction
      .select({ version: models.version })
      .from(models)
      .where(and(eq(models.shopId, shop), eq(models.name, RANKER), eq(models.stage, "champion"))),
  ]);
  const report = driftReportSchema.safeParse(row?.report);
  return {
    ...(report.success && row ? { report: report.data, at: row.at.toISOString() } : {}),
    ...(champion ? { champion: champion.version } : {}),
  };
}
