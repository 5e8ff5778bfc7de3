import { randomUUID } from "node:crypto";
import { latencyBin } from "@slipstream/contracts/model-figures";
import type { CanaryReport } from "@slipstream/contracts/model-reports";
import type { PredictedVisit } from "../blend/shop-blend.ts";
import { SpareTime } from "../blend/spare-time.ts";
import type { Metrics } from "../metrics.ts";
import type { Recommendation } from "../pipeline.ts";
import type { ShopModel } from "../shop-model.ts";
import type { Database } from "../views/database.ts";
import { CanaryKeeper } from "./canary-keeper.ts";
import { ChampionKeeper } from "./champion-keeper.ts";
import { ClickWatch } from "./click-watch.ts";
import { FiguresBook } from "./figures-book.ts";
import { type ModelName, participantsOf, RANKER, stagedOf } from "./participants.ts";
import { pruneFigures } from "./read-figures.ts";
import { type ChallengerMetrics, RequestComparison, type Spare } from "./request-comparison.ts";
import { SourceQuality } from "./source-quality.ts";
import { VisitQuality } from "./visit-quality.ts";
import { writeReport } from "./write-report.ts";

const LOOK_MS = 5_000;
const STEP_MS = 30 * 60_000;
const PRUNE_MS = 3_600_000;

export interface RolloutOptions {
  database: Database;
  models: () => Iterable<ShopModel>;
  /** Whether this server decides for all. */
  isElected: () => boolean;
  metrics: () => Pick<Metrics, "rollbacks"> & ChallengerMetrics;
  log: { info(facts: object, message: string): void };
  onError: (error: unknown) => void;
  /** When there is time to score answers once more. */
  spare?: Spare;
  /** How often figures are written and canaries judged. */
  lookMs?: number;
  /** How long a canary stays at a share at least. */
  stepMs?: number;
}

/**
 * What becomes of trained models that are tried out: every server counts what it sees of them, the
 * elected one judges canaries by what all saw.
 */
export class Rollout {
  readonly #options: RolloutOptions;
  readonly #book: FiguresBook;
  readonly #canaries: CanaryKeeper;
  readonly #champions: ChampionKeeper;
  readonly #comparison: RequestComparison;
  readonly #quality: VisitQuality;
  readonly #sources = new SourceQuality();
  readonly #clicks = new WeakMap<ShopModel, ClickWatch>();
  readonly #timer: NodeJS.Timeout;
  #look: Promise<void> | undefined;
  #prunedAt = 0;

  constructor(options: RolloutOptions) {
    this.#options = options;
    const { database, onError, spare = new SpareTime().take, lookMs = LOOK_MS } = options;
    this.#book = new FiguresBook({ database, server: randomUUID(), now: Date.now });
    const book = this.#book;
    this.#comparison = new RequestComparison({ book, spare, onError, metrics: options.metrics });
    this.#quality = new VisitQuality({ book, onError });
    const tell = (
      of: { shop: string; model: string; stage: string },
      { verdict, reason, version }: Pick<CanaryReport, "verdict" | "reason" | "version">,
    ) => {
      const { shop, model: name } = of;
      if (verdict === "back") options.metrics().rollbacks.inc({ shop, name, cause: "guardrail" });
      options.log.info({ ...of, version, verdict, reason }, "a model was judged");
    };
    this.#champions = new ChampionKeeper({
      ...{ database, now: Date.now },
      onBack: (shop, model, report) => tell({ shop, model, stage: "champion" }, report),
    });
    this.#canaries = new CanaryKeeper({
      ...{ database, now: Date.now, stepMs: options.stepMs ?? STEP_MS },
      loaded: (shop, name) => {
        const model = [...options.models()].find((each) => each.shop === shop);
        return model && stagedOf(model, name as ModelName, "canary");
      },
      onDecision: (shop, model, report) => tell({ shop, model, stage: "canary" }, report),
    });
    this.#timer = setInterval(() => {
      this.#look ??= this.#goRound()
        .catch(onError)
        .finally(() => {
          this.#look = undefined;
        });
    }, lookMs);
    this.#timer.unref();
  }

  /** Takes an answer that has been given. */
  answered({ model, response, trace }: Recommendation, tookMs: number): void {
    if (trace === undefined) return;
    const participants = participantsOf(model, trace.situation.request, trace);
    if (participants.length === 0) return;
    const hasFailed = !trace.ranked.asWanted;
    // What an experiment's version said is nothing to hold others against.
    if (participants.some(({ name }) => name === RANKER)) this.#comparison.note(model, trace);
    for (const of of participants) {
      this.#book.add(of, (figures) => {
        figures.answers++;
        figures.failed += Number(hasFailed && of.name === RANKER);
        figures.latency[latencyBin(tookMs)]!++;
      });
    }
    const { sessionId } = trace.situation.request;
    if (sessionId === undefined) return;
    this.#clicksOf(model).shown(sessionId, {
      items: new Set(response.items.map(({ itemId }) => itemId)),
      shownAt: trace.situation.nowMs,
      onClick: () => {
        for (const of of participants) this.#book.add(of, (figures) => figures.clicked++);
      },
    });
  }

  /** Takes a visit that was predicted before anything learnt it. */
  predicted(model: ShopModel, visit: PredictedVisit): void {
    this.#quality.note(model, visit);
    this.#sources.note(model, visit);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look;
    await this.#book.flush().catch(this.#options.onError);
  }

  #clicksOf(model: ShopModel): ClickWatch {
    const known = this.#clicks.get(model);
    if (known !== undefined) return known;
    const made = new ClickWatch();
    this.#clicks.set(model, made);
    model.steps.onStep = (step) => made.step(step);
    return made;
  }

  async #tellSources(shop: string): Promise<void> {
    const report = this.#sources.takeReport(shop);
    if (report === undefined) return;
    await writeReport(this.#options.database, { shop, name: "sources", kind: "sources", report });
  }

  async #goRound(): Promise<void> {
    await this.#book.flush();
    if (!this.#options.isElected()) return;
    const { database, models, onError } = this.#options;
    const isTimeToPrune = Date.now() - this.#prunedAt > PRUNE_MS;
    const shops = Array.from(models(), ({ shop }) => shop);
    const works = [
      (shop: string) => this.#canaries.look(shop),
      (shop: string) => this.#champions.look(shop),
      (shop: string) => this.#tellSources(shop),
      ...(isTimeToPrune ? [(shop: string) => pruneFigures(database, shop)] : []),
    ];
    // What cannot be read of one shop keeps nobody else waiting.
    for (const shop of shops) {
      for (const work of works) await work(shop).catch(onError);
    }
    if (isTimeToPrune && shops.length > 0) this.#prunedAt = Date.now();
  }
}
