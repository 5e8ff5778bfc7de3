import { type DriftReport, driftReportSchema } from "@slipstream/contracts/model-reports";
import { modelReports, models } from "@slipstream/migrations/schema";
import { and, desc, eq } from "drizzle-orm";
import type { Database } from "../views/database.ts";
import { readChampion } from "./read-staged.ts";

const RANKER = "ranker";

/** When a shop's models were trained last, and the last report on the ranker that serves. */
export async function readTrainingState(
  database: Database,
  shop: string,
): Promise<{ trainedMs: number | undefined; drift: DriftReport | undefined }> {
  const champion = await readChampion(database, { shop, name: RANKER });
  return await database.ofShop(shop, async (queries) => {
    const [newest] = await queries
      .select({ createdAt: models.createdAt })
      .from(models)
      .where(eq(models.shopId, shop))
      .orderBy(desc(models.createdAt))
      .limit(1);
    const [row] = await queries
      .select({ report: modelReports.report })
      .from(modelReports)
      .where(
        and(
          ...[eq(modelReports.shopId, shop), eq(modelReports.name, RANKER)],
          eq(modelReports.kind, "drift"),
        ),
      );
    const report = driftReportSchema.safeParse(row?.report).data;
    return {
      trainedMs: newest?.createdAt.getTime(),
      drift: report !== undefined && report.version === champion?.version ? report : undefined,
    };
  });
}
