import type { NatsConnection } from "@nats-io/nats-core";
import type { PolicyReport } from "@slipstream/contracts/model-reports";
import type { NatsLink } from "../nats-link.ts";
import { loadedStages } from "../registry/served-slot.ts";
import { RANKER } from "../rollout/participants.ts";
import { writeReport } from "../rollout/write-report.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Database } from "../views/database.ts";
import { type Candidate, policyReport } from "./policy-report.ts";
import { readRecent } from "./read-recent.ts";
import { readViews } from "./read-views.ts";

/** It is looked whether a report is due, and one is made, so often. */
const LOOK_MS = 60_000;
const REPORT_MS = 10 * 60_000;
/** Messages of SERVED that a report reads, the latest of all shops. */
const WINDOW = 10_000;
/** What is seen longer after it was served is not waited for. */
const REACH_MS = 7 * 24 * 3_600_000;
/** Who has seen a card presses it within this time, or the press has not come in yet. */
const SETTLED_MS = 30 * 60_000;
/** The rail in which a slot is drawn. */
const DRAWN_RAIL = "home_for_you";

interface PolicyWatchOptions {
  link: NatsLink;
  database: Database;
  models: () => Iterable<ShopModel>;
  /** Whether this server does it for all. */
  isElected: () => boolean;
  onError: (error: unknown) => void;
}

/** Estimates now and then what the rankers that are loaded would have got, while this server is elected. */
export class PolicyWatch {
  readonly #options: PolicyWatchOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  #look: Promise<void> | undefined;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(options: PolicyWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      this.#look ??= this.#lookAtAll()
        .catch((error: unknown) => {
          if (!this.#stopping.signal.aborted) options.onError(error);
        })
        .finally(() => {
          this.#look = undefined;
        });
    }, LOOK_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#look;
  }

  async #lookAtAll(): Promise<void> {
    const { link, isElected, models, database, onError } = this.#options;
    const { connection } = link;
    if (!isElected() || connection === undefined || !link.isUp) return;
    if (performance.now() - this.#reportedAt < REPORT_MS) return;
    this.#reportedAt = performance.now();
    const { signal } = this.#stopping;
    for (const model of models()) {
      if (!isElected()) return;
      // What is wrong with one shop's log is no reason to tell the others nothing.
      await reportPolicies(model, { connection, database, signal }).catch((error: unknown) => {
        if (!signal.aborted) onError(error);
      });
      if (signal.aborted) return;
    }
  }
}

/** Makes a shop's report, and puts it in the place of the last one. */
export async function reportPolicies(
  model: Pick<ShopModel, "shop" | "rankers">,
  options: { connection: NatsConnection; database: Database; signal?: AbortSignal },
): Promise<PolicyReport> {
  const { shop } = model;
  const { connection, database, signal } = options;
  const report = await policyReport({
    messages: readRecent(connection, { shop, window: WINDOW, signal }),
    views: await readViews(database, {
      ...{ shop, placement: DRAWN_RAIL },
      ...{ sinceMs: Date.now() - REACH_MS, untilMs: Date.now() - SETTLED_MS },
    }),
    candidates: candidatesOf(model),
  });
  await writeReport(database, { shop, name: RANKER, kind: "policies", report });
  return report;
}

/** All trained rankers that are loaded, each version once. */
function candidatesOf({ rankers }: Pick<ShopModel, "rankers">): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const stage of loadedStages) {
    const staged = rankers.staged(stage);
    if (staged) found.set(staged.version, { version: staged.version, stage, ranker: staged.model });
  }
  for (const version of rankers.tried) {
    const named = rankers.named(version);
    if (named === undefined || found.has(version)) continue;
    found.set(version, { version, stage: "tried", ranker: named.model });
  }
  return [...found.values()];
}
