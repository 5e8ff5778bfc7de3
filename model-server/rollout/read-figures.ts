import {
  addedFigures,
  type ModelFigures,
  modelFiguresSchema,
  noFigures,
} from "@slipstream/contracts/model-figures";
import { modelFigures } from "@slipstream/migrations/schema";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Database } from "../views/database.ts";
import type { QualityFigures } from "./guardrails.ts";
import type { ChampionFigures } from "./judge.ts";
import { WEEK_MS, type Window } from "./windows.ts";

/** The longest window, and a day in which nobody is in a hurry. */
const KEPT_MS = WEEK_MS + 24 * 3_600_000;

/** Figures of a canary at its present share, and of whoever serves the others meanwhile. */
export interface CanaryFigures {
  canary: ModelFigures;
  champion: ModelFigures;
}

/** What all servers saw of a canary at its share, and beside it, since then. */
export async function readCanaryFigures(
  database: Database,
  of: { shop: string; name: string; version: string; share: number; fromMs: number },
): Promise<CanaryFigures> {
  const { version, share } = of;
  const rows = await readRows(database, of);
  return {
    canary: summed(
      rows,
      (row) => row.stage === "canary" && row.version === version && row.share === share,
    ),
    champion: summed(rows, ({ stage }) => stage === "champion"),
  };
}

/** What all servers saw of a champion in each of these windows. */
export async function readChampionFigures(
  database: Database,
  of: { shop: string; name: string; version: string; windows: readonly Window[] },
): Promise<ChampionFigures[]> {
  const { shopId, name, version, stage, minute } = modelFigures;
  return await database.ofShop(of.shop, (queries) =>
    Promise.all(
      of.windows.map(async ({ fromMs, alpha }) => {
        const [sums] = await queries
          .select(qualitySums)
          .from(modelFigures)
          .where(
            and(
              ...[eq(shopId, of.shop), eq(name, of.name), eq(version, of.version)],
              ...[eq(stage, "champion"), gte(minute, new Date(fromMs))],
            ),
          );
        return { seen: sums ?? noFigures(), alpha };
      }),
    ),
  );
}

/** A week is many minutes: the database adds them up. */
const sumOf = (key: keyof QualityFigures) =>
  sql<number>`coalesce(sum((${modelFigures.figures} ->> ${sql.raw(`'${key}'`)})::float8), 0)`;
const qualitySums = {
  predicted: sumOf("predicted"),
  reciprocal: sumOf("reciprocal"),
  championReciprocal: sumOf("championReciprocal"),
  differenceSquares: sumOf("differenceSquares"),
};

type FiguresRow = Awaited<ReturnType<typeof readRows>>[number];

function readRows(
  database: Database,
  { shop, name, fromMs }: { shop: string; name: string; fromMs: number },
) {
  const { version, stage, trafficShare: share, minute, figures } = modelFigures;
  return database.ofShop(shop, (queries) =>
    queries
      .select({ version, stage, share, minute, figures })
      .from(modelFigures)
      .where(
        and(
          eq(modelFigures.shopId, shop),
          eq(modelFigures.name, name),
          gte(minute, new Date(fromMs)),
        ),
      ),
  );
}

function summed(rows: readonly FiguresRow[], isIts: (row: FiguresRow) => boolean): ModelFigures {
  return rows
    .filter(isIts)
    .reduce(
      (sum, { figures }) => addedFigures(sum, modelFiguresSchema.parse(figures)),
      noFigures(),
    );
}

/** Lets go of figures that are older than any window. */
export async function pruneFigures(database: Database, shop: string): Promise<void> {
  const before = new Date(Date.now() - KEPT_MS);
  await database.change(shop, (transaction) =>
    transaction
      .delete(modelFigures)
      .where(and(eq(modelFigures.shopId, shop), lt(modelFigures.minute, before))),
  );
}
