import type { CanaryReport } from "@slipstream/contracts/model-reports";
import { canaryShares, nextShare, StageError } from "@slipstream/contracts/model-stages";
import { models } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { promote } from "../registry/promote.ts";
import type { Staged } from "../registry/served-slot.ts";
import type { Database } from "../views/database.ts";
import { judgeCanary } from "./judge.ts";
import { readCanaryFigures } from "./read-figures.ts";
import { canaryWindow } from "./windows.ts";
import { writeReport } from "./write-report.ts";

/** A canary that no server has loaded after so long cannot be. */
const LOADING_MS = 60_000;

/** A row of the registry that is a canary now. */
interface CanaryRow {
  name: string;
  version: string;
  share: number;
  sinceMs: number;
}

export interface CanaryKeeperOptions {
  database: Database;
  now: () => number;
  /** How long a canary stays at a share at least. */
  stepMs: number;
  /** What this server has loaded of it. */
  loaded: (shop: string, name: string) => Staged<unknown> | undefined;
  /** Told what became of a canary that was taken back or went on. */
  onDecision: (shop: string, name: string, report: CanaryReport) => void;
}

/** Judges canaries by what all servers saw, and moves them. One server does it at a time. */
export class CanaryKeeper {
  readonly #options: CanaryKeeperOptions;

  constructor(options: CanaryKeeperOptions) {
    this.#options = options;
  }

  /** Looks at all canaries of a shop. Throws what the database throws. */
  async look(shop: string): Promise<void> {
    for (const row of await this.#canaries(shop)) {
      const report = await this.#judge(shop, row);
      await this.#act(shop, row, report);
      await writeReport(this.#options.database, { shop, name: row.name, kind: "canary", report });
    }
  }

  async #canaries(shop: string): Promise<CanaryRow[]> {
    const { name, version, trafficShare, stageChangedAt } = models;
    const rows = await this.#options.database.ofShop(shop, (queries) =>
      queries
        .select({ name, version, share: trafficShare, since: stageChangedAt })
        .from(models)
        .where(and(eq(models.shopId, shop), eq(models.stage, "canary"))),
    );
    return rows.map(({ since, ...row }) => ({ ...row, sinceMs: since?.getTime() ?? 0 }));
  }

  async #judge(shop: string, row: CanaryRow): Promise<CanaryReport> {
    const { database, now, stepMs, loaded } = this.#options;
    const nowMs = now();
    const isLoaded = loaded(shop, row.name)?.version === row.version;
    if (!isLoaded && nowMs - row.sinceMs > LOADING_MS) {
      const { version, share } = row;
      return { version, share, verdict: "back", reason: "it cannot be loaded", guardrails: [] };
    }
    const { sinceMs } = row;
    const { fromMs, alpha } = canaryWindow({ sinceMs, nowMs, shares: canaryShares.length });
    const figures = await readCanaryFigures(database, { shop, ...row, fromMs });
    return judgeCanary(figures, { ...row, nowMs, stepMs, alpha });
  }

  /** Somebody may have moved the model since it was read: then their word holds. */
  async #act(shop: string, row: CanaryRow, report: CanaryReport): Promise<void> {
    const { database, onDecision } = this.#options;
    const { name, version, share } = row;
    const { verdict, reason } = report;
    if (verdict === "hold") return;
    const to =
      verdict === "back"
        ? ({ to: "candidate" } as const)
        : ({ to: "canary", trafficShare: nextShare(share) } as const);
    try {
      await promote(database, {
        ...{ shop, name, version, reason, ...to },
        ifFrom: { stage: "canary", trafficShare: share },
        actor: { kind: "rollout" },
      });
      onDecision(shop, name, report);
    } catch (error) {
      if (!(error instanceof StageError)) throw error;
    }
  }
}
