import type { FeatureTable } from "@slipstream/algorithms/engine/feature-table";
import type { OnlineBlend } from "@slipstream/algorithms/engine/online-blend";
import type { Query } from "@slipstream/algorithms/engine/query";
import { CANDIDATES_PER_SOURCE } from "@slipstream/algorithms/engine/standard";
import { MAX_HISTORY } from "@slipstream/algorithms/history-query";
import type { BlendMessage } from "@slipstream/contracts/blend";
import { initialBlend } from "../rank/linear-blend.ts";
import { isAskedAtHome } from "../retrieve/retrieve.ts";
import { sessionDirection, sessionQuery } from "../session-direction.ts";
import type { ShopModel } from "../shop-model.ts";
import type { ComingVisit } from "../views/steps.ts";
import { blendOf, messageOf } from "./blend-message.ts";

/** Predicted visits that wait to be learnt. */
const MAX_WAITING = 16;

/** What became of a visit: `missed` was among no source's candidates, `busy` was not predicted. */
export type ExampleOutcome = "learnt" | "missed" | "busy" | "dropped";

interface Example {
  table: FeatureTable;
  query: Query;
  chosen: number;
}

export interface ShopBlendOptions {
  /** Takes some milliseconds of the thread if it can spare them, and says whether it could. */
  spare: (work: () => void) => boolean;
  onOutcome: (outcome: ExampleOutcome) => void;
  /** Told what the engine said of a visit before anything learnt it. */
  onPredicted?: ((visit: PredictedVisit) => void) | undefined;
}

/** A visit with what the engine said just before. */
export interface PredictedVisit {
  row: number;
  query: Query;
  table: FeatureTable;
  /** Its place in the table; −1: no source proposed it. */
  chosen: number;
}

/**
 * Learns one shop's blend from its visits: each is predicted just before the sources learn it, as the
 * home page would have been, and then learnt from a little later, when nothing else is to do.
 */
export class ShopBlend {
  readonly #model: ShopModel;
  readonly #options: ShopBlendOptions;
  readonly #blend: OnlineBlend;
  readonly #waiting: Example[] = [];
  #publishedVersion: number;

  constructor(model: ShopModel, options: ShopBlendOptions) {
    this.#model = model;
    this.#options = options;
    const { learnt } = model.rankers;
    this.#blend = learnt === undefined ? initialBlend("home_for_you") : blendOf(learnt);
    this.#publishedVersion = this.#blend.version;
    model.steps.onVisit = (visit) => this.#take(visit);
  }

  /** What there is to publish since the last time it was asked. */
  takeMessage(): BlendMessage | undefined {
    if (this.#blend.version === this.#publishedVersion) return undefined;
    this.#publishedVersion = this.#blend.version;
    return messageOf(this.#blend.state());
  }

  /** Learns no more. */
  close(): void {
    this.#model.steps.onVisit = undefined;
    this.#waiting.length = 0;
  }

  #take({ row, before }: ComingVisit): void {
    const { onOutcome, spare } = this.#options;
    // The first visit of a session follows no other: nothing was asked.
    if (before.recent.length === 0 || !this.#model.switches.isOn("learning")) return;
    if (this.#waiting.length >= MAX_WAITING) onOutcome("dropped");
    else if (!spare(() => this.#predict(row, before))) onOutcome("busy");
  }

  #predict(row: number, before: Query): void {
    const { engine, catalogue, factors } = this.#model;
    this.#model.chooseBatchFor(undefined);
    const session = sessionDirection(factors, before.recent.slice(0, MAX_HISTORY));
    const query = { ...before, vector: session && sessionQuery(session, undefined) };
    const table = engine.table(query, {
      perSource: CANDIDATES_PER_SOURCE,
      asks: ({ name }) => isAskedAtHome(name),
      accepts: (candidate) => catalogue.isForSale(candidate),
    });
    const chosen = table.rows.indexOf(row);
    this.#options.onPredicted?.({ row, query, table, chosen });
    if (chosen < 0) {
      this.#options.onOutcome("missed");
      return;
    }
    this.#waiting.push({ table, query, chosen });
    setImmediate(() => this.#learn());
  }

  #learn(): void {
    const example = this.#waiting.shift();
    if (example === undefined) return;
    this.#blend.learn(example.table, example.query, example.chosen);
    this.#options.onOutcome("learnt");
  }
}
