import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { DriftReport } from "@slipstream/contracts/model-reports";
import type { ServedMessage } from "@slipstream/contracts/served";
import type { Metrics } from "../metrics.ts";
import type { NatsLink } from "../nats-link.ts";
import { RANKER } from "../rollout/participants.ts";
import { writeReport } from "../rollout/write-report.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Database } from "../views/database.ts";
import { driftReport } from "./drift-report.ts";
import { sampleServed } from "./sample-served.ts";

const LOOK_MS = 60_000;

export interface DriftWatchOptions {
  link: NatsLink;
  database: Database;
  models: () => Iterable<ShopModel>;
  /** Whether this server does it for all. */
  isElected: () => boolean;
  metrics: () => Pick<Metrics, "driftPsi">;
  onError: (error: unknown) => void;
  lookMs?: number | undefined;
}

/**
 * Holds what was served last against the training window of the ranker that serves, shop by shop,
 * while this server is the elected one.
 */
export class DriftWatch {
  readonly #options: DriftWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #look: Promise<void> | undefined;

  constructor(options: DriftWatchOptions) {
    this.#options = options;
    const { lookMs = LOOK_MS, onError } = options;
    this.#timer = setInterval(() => {
      this.#look ??= this.#lookAtAll()
        .catch(onError)
        .finally(() => {
          this.#look = undefined;
        });
    }, lookMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look;
  }

  async #lookAtAll(): Promise<void> {
    const reports = await this.#reports();
    const { driftPsi } = this.#options.metrics();
    // Who is not elected any more tells nothing old.
    driftPsi.reset();
    for (const [shop, { columns }] of reports) {
      for (const { feature, psi } of columns) driftPsi.set({ shop, feature }, psi);
    }
  }

  async #reports(): Promise<Map<string, DriftReport>> {
    const reports = new Map<string, DriftReport>();
    const { link, isElected, models } = this.#options;
    if (!isElected() || link.connection === undefined || !link.isUp) return reports;
    const manager = await jetstreamManager(link.connection, { checkAPI: false });
    for (const model of models()) {
      const report = await this.#lookAt(model, manager);
      if (report !== undefined) reports.set(model.shop, report);
    }
    return reports;
  }

  async #lookAt(model: ShopModel, manager: JetStreamManager): Promise<DriftReport | undefined> {
    const { shop, rankers } = model;
    const champion = rankers.staged("champion");
    const references = champion?.manifest?.reference;
    if (champion === undefined || references === undefined) return undefined;
    const { version, model: ranker } = champion;
    const accepts = ({ modelVersion }: ServedMessage) => modelVersion === version;
    const messages = await sampleServed(manager, { shop, accepts, random: Math.random });
    const report = await driftReport({ version, ranker, references, messages });
    if (report !== undefined) {
      await writeReport(this.#options.database, { shop, name: RANKER, kind: "drift", report });
    }
    return report;
  }
}
