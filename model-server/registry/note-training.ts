import { type TrainingsReport, trainingsReportSchema } from "@slipstream/contracts/model-reports";
import { modelReports } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { writeReport } from "../rollout/write-report.ts";
import type { Database } from "../views/database.ts";

/** Trainings that are remembered. */
const KEPT = 20;
const KIND = "trainings";

export type Training = TrainingsReport["trainings"][number];

/** Notes a training that begins or has ended, for whoever looks at the models; told apart by `at`. */
export async function noteTraining(
  database: Database,
  shop: string,
  training: Training,
): Promise<void> {
  const known = await readTrainings(database, shop);
  const others = known
    .filter(({ at }) => at !== training.at)
    // There is one at a time: what is said to run has ended without a word.
    .map((each): Training => (each.outcome === "running" ? { ...each, outcome: "stopped" } : each));
  const report: TrainingsReport = { trainings: [training, ...others].slice(0, KEPT) };
  await writeReport(database, { shop, name: KIND, kind: KIND, report });
}

async function readTrainings(database: Database, shop: string): Promise<Training[]> {
  const [row] = await database.ofShop(shop, (queries) =>
    queries
      .select({ report: modelReports.report })
      .from(modelReports)
      .where(and(eq(modelReports.shopId, shop), eq(modelReports.kind, KIND))),
  );
  return trainingsReportSchema.safeParse(row?.report).data?.trainings ?? [];
}
