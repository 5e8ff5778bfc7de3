import type { ModelList } from "@slipstream/contracts/model-api";
import {
  canaryReportSchema,
  championReportSchema,
  policyReportSchema,
  sourcesReportSchema,
  trainingsReportSchema,
} from "@slipstream/contracts/model-reports";
import { modelReports } from "@slipstream/migrations/schema";
import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";

/** The last word on each name's canary and champion, on sources, estimates and trainings. */
export async function readReports(
  transaction: ShopTransaction,
  shop: string,
): Promise<Pick<ModelList, "canaries" | "champions" | "sources" | "policies" | "trainings">> {
  const { name, kind, report, at } = modelReports;
  const rows = await transaction
    .select({ name, kind, report, at })
    .from(modelReports)
    .where(eq(modelReports.shopId, shop))
    .orderBy(asc(name));
  const ofKind = <T>(wanted: string, schema: z.ZodType<T>) =>
    rows
      .filter((row) => row.kind === wanted)
      .flatMap((row) => {
        const parsed = schema.safeParse(row.report);
        return parsed.success ? [{ ...parsed.data, name: row.name, at: row.at.toISOString() }] : [];
      });
  const [sources] = ofKind("sources", sourcesReportSchema);
  const [policies] = ofKind("policies", policyReportSchema);
  const [trainings] = ofKind("trainings", trainingsReportSchema);
  return {
    canaries: ofKind("canary", canaryReportSchema),
    champions: ofKind("champion", championReportSchema),
    ...(sources ? { sources } : {}),
    ...(policies ? { policies } : {}),
    trainings: trainings?.trainings ?? [],
  };
}
