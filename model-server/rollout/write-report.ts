import { modelReports } from "@slipstream/migrations/schema";
import { sql } from "drizzle-orm";
import type { Database } from "../views/database.ts";

/** Puts a report in the place of the last one of its kind. */
export async function writeReport(
  database: Database,
  { shop, name, kind, report }: { shop: string; name: string; kind: string; report: object },
): Promise<void> {
  const { shopId } = modelReports;
  const values = { report, at: sql`clock_timestamp()` };
  await database.change(shop, (transaction) =>
    transaction
      .insert(modelReports)
      .values({ shopId: shop, name, kind, ...values })
      .onConflictDoUpdate({ target: [shopId, modelReports.name, modelReports.kind], set: values }),
  );
}
