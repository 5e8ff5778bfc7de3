import type { StoredModel } from "@slipstream/contracts/model-api";
import { audit, models } from "@slipstream/migrations/schema";
import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import { z } from "zod";
import type { ShopTransaction } from "../database/database.ts";
import { sumFigures } from "./sum-figures.ts";

/** Versions of all names that are told of; older ones are still in the registry. */
const MAX_MODELS = 100;
const DAY_MS = 24 * 3_600_000;

const manifestSchema = z.object({
  kind: z.string(),
  trainedOn: z.object({
    dataset: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    events: z.number(),
  }),
});
const metricsSchema = z.record(
  z.string(),
  z.object({ value: z.number(), low: z.number().optional(), high: z.number().optional() }),
);

/** The registry of a shop, the newest versions first, each with what was seen of it. */
export async function listModels(
  transaction: ShopTransaction,
  shop: string,
): Promise<StoredModel[]> {
  const rows = await transaction
    .select({
      name: models.name,
      version: models.version,
      stage: models.stage,
      trafficShare: models.trafficShare,
      createdAt: models.createdAt,
      stageChangedAt: models.stageChangedAt,
      championedAt: models.championedAt,
      metrics: models.metrics,
      // Distributions of all columns are large, and told elsewhere.
      manifest: sql<unknown>`${models.manifest} - 'reference' - 'features' - 'files'`,
    })
    .from(models)
    .where(eq(models.shopId, shop))
    .orderBy(asc(models.name), desc(models.version))
    .limit(MAX_MODELS);
  const sums = await sumFigures(transaction, shop, { from: new Date(Date.now() - DAY_MS) });
  const figures = new Map(sums.map((each) => [keyOf(each), each.figures]));
  return rows.flatMap((row) => {
    const manifest = manifestSchema.safeParse(row.manifest);
    const metrics = metricsSchema.safeParse(row.metrics);
    if (!manifest.success) return [];
    const { name, version, stage, trafficShare, createdAt, stageChangedAt, championedAt } = row;
    const { kind, trainedOn } = manifest.data;
    const seen = figures.get(keyOf({ name, version, stage, share: trafficShare }));
    return [
      {
        ...{ name, version, stage, trafficShare, kind, trainedOn },
        createdAt: createdAt.toISOString(),
        ...(stageChangedAt ? { stageChangedAt: stageChangedAt.toISOString() } : {}),
        ...(championedAt ? { championedAt: championedAt.toISOString() } : {}),
        metrics: metrics.success ? metrics.data : {},
        ...(seen ? { figures: seen } : {}),
      },
    ];
  });
}

function keyOf(of: { name: string; version: string; stage: string; share: number }): string {
  return [of.name, of.version, of.stage, of.share].join("\u0000");
}

/** How often something was taken back in the last week: by people, and by guardrails. */
export async function countRollbacks(transaction: ShopTransaction, shop: string): Promise<number> {
  const [row] = await transaction
    .select({ count: sql<number>`count(*)::int` })
    .from(audit)
    .where(
      and(
        eq(audit.shopId, shop),
        eq(audit.resource, "model"),
        gte(audit.at, sql`now() - interval '7 days'`),
        sql`(${audit.action} = 'roll_back' and ${audit.before} ->> 'stage' in ('champion', 'canary')
          or ${audit.actorKind} = 'rollout' and ${audit.after} ->> 'stage' = 'candidate')`,
      ),
    );
  return row?.count ?? 0;
}
