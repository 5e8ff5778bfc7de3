import {
  addedFigures,
  type ModelFigures,
  modelFiguresSchema,
  noFigures,
} from "@slipstream/contracts/model-figures";
import { modelFigures } from "@slipstream/migrations/schema";
import { and, eq, gte, lt } from "drizzle-orm";
import type { Database } from "../views/database.ts";
import type { ChampionFigures } from "./judge.ts";

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

/** What all servers saw of a champion since then, and within its present window. */
export async function readChampionFigures(
  database: Database,
  of: { shop: string; name: string; version: string; sinceMs: number; recentMs: number },
): Promise<ChampionFigures> {
  const rows = await readRows(database, of);
  const isIts = (row: FiguresRow) => row.stage === "champion" && row.version === of.version;
  const recentFrom = minuteOf(of.recentMs);
  return {
    long: summed(rows, isIts),
    recent: summed(rows, (row) => isIts(row) && row.minute >= recentFrom),
  };
}

type FiguresRow = Awaited<ReturnType<typeof readRows>>[number];

function readRows(
  database: Database,
  { shop, name, sinceMs }: { shop: string; name: string; sinceMs: number },
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
          gte(minute, minuteOf(sinceMs)),
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

function minuteOf(atMs: number): Date {
  return new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS);
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
