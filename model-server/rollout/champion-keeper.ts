import type { ChampionReport } from "@slipstream/contracts/model-reports";
import { StageError } from "@slipstream/contracts/model-stages";
import { models } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { rollBack } from "../registry/promote.ts";
import type { Database } from "../views/database.ts";
import { judgeChampion } from "./judge.ts";
import { RANKER } from "./participants.ts";
import { readChampionFigures } from "./read-figures.ts";
import { championWindows } from "./windows.ts";
import { writeReport } from "./write-report.ts";

export interface ChampionKeeperOptions {
  database: Database;
  now: () => number;
  /** Told of a champion that was taken back. */
  onBack: (shop: string, name: string, report: ChampionReport) => void;
}

/**
 * Takes a champion among the trained rankers back that does worse than the blend, which ranks where
 * there is none: to the champion before, and from there in the end to the blend. One server does it
 * at a time.
 */
export class ChampionKeeper {
  readonly #options: ChampionKeeperOptions;

  constructor(options: ChampionKeeperOptions) {
    this.#options = options;
  }

  /** Looks at the champion of a shop. Throws what the database throws. */
  async look(shop: string): Promise<void> {
    const { database, now } = this.#options;
    const of = { shop, name: RANKER };
    const champion = await this.#champion(shop);
    if (champion === undefined) return;
    const { version, sinceMs } = champion;
    const windows = championWindows({ sinceMs, nowMs: now() });
    const figures = await readChampionFigures(database, { ...of, version, windows });
    const report = judgeChampion(figures, { version });
    if (report.verdict === "back") await this.#takeBack(shop, report);
    await writeReport(database, { ...of, kind: "champion", report });
  }

  /** The registry's row and no more: whether its manifest can be read is of no matter here. */
  async #champion(shop: string): Promise<{ version: string; sinceMs: number } | undefined> {
    const { shopId, name, stage, version, stageChangedAt: since } = models;
    const [row] = await this.#options.database.ofShop(shop, (queries) =>
      queries
        .select({ version, since })
        .from(models)
        .where(and(eq(shopId, shop), eq(name, RANKER), eq(stage, "champion"))),
    );
    return row && { version: row.version, sinceMs: row.since?.getTime() ?? 0 };
  }

  /** Somebody may have moved it since it was read: then their word holds. */
  async #takeBack(shop: string, report: ChampionReport): Promise<void> {
    const { database, onBack } = this.#options;
    const { version: champion, reason } = report;
    const errand = { shop, name: RANKER, actor: { kind: "rollout" }, reason };
    try {
      await rollBack(database, { ...errand, champion });
      onBack(shop, RANKER, report);
    } catch (error) {
      if (!(error instanceof StageError)) throw error;
    }
  }
}
