import {
  type ModelFigures,
  modelFiguresSchema,
  noFigures,
} from "@slipstream/contracts/model-figures";
import type { ModelStage } from "@slipstream/contracts/model-stages";
import { modelFigures } from "@slipstream/migrations/schema";
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { ShopTransaction } from "../database/database.ts";
import { run } from "../database/run.ts";

/** The figures of one version in one stage at one share, of one step of time. */
export interface SummedFigures {
  name: string;
  version: string;
  stage: ModelStage;
  share: number;
  /** Epoch seconds; 0 where time was not split. */
  at: number;
  figures: ModelFigures;
}

const { latency, ...sums } = noFigures();
/** Adds up in the database what `addedFigures` adds up here: a day is many minutes. */
const columns: readonly SQL[] = [
  ...Object.keys(sums).map(
    (key) =>
      sql`${sql.raw(`'${key}'`)}, sum(coalesce((figures ->> ${sql.raw(`'${key}'`)})::float8, 0))`,
  ),
  sql`'latency', jsonb_build_array(${sql.join(
    latency.map((_, bin) => sql.raw(`sum((figures -> 'latency' ->> ${bin})::float8)`)),
    sql`, `,
  )})`,
];

/** What all servers saw since `from`, in steps of so many seconds where they are asked for. */
export async function sumFigures(
  transaction: ShopTransaction,
  shop: string,
  { from, to, name, stepSeconds }: { from: Date; to?: Date; name?: string; stepSeconds?: number },
): Promise<SummedFigures[]> {
  const { minute } = modelFigures;
  const where = and(
    eq(modelFigures.shopId, shop),
    gte(minute, from),
    to && lt(minute, to),
    name === undefined ? undefined : eq(modelFigures.name, name),
  );
  const at =
    stepSeconds === undefined
      ? sql`0`
      : sql`floor(extract(epoch from ${minute}) / ${stepSeconds}) * ${stepSeconds}`;
  const rows = await run<Omit<SummedFigures, "figures"> & { figures: unknown }>(
    transaction,
    sql`
      select name, version, stage::text as stage, traffic_share as share, (${at})::float8 as at,
        jsonb_build_object(${sql.join([...columns], sql`, `)}) as figures
      from ${modelFigures} where ${where} group by 1, 2, 3, 4, 5 order by 5`,
  );
  return rows.map((row) => ({ ...row, figures: modelFiguresSchema.parse(row.figures) }));
}
