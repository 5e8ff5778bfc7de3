import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeBlend } from "@slipstream/contracts/blend";
import { decodeCatalogue } from "@slipstream/contracts/catalogue";
import { decodeFactors } from "@slipstream/contracts/factors";
import { decodeForget } from "@slipstream/contracts/forget";
import { decodeRules } from "@slipstream/contracts/merchandising";
import { decodeModelsChanged } from "@slipstream/contracts/models-changed";
import { decodeSteps } from "@slipstream/contracts/steps";
import { type LearnKind, parseLearnSubject } from "@slipstream/contracts/subjects";
import { decodeSwitches } from "@slipstream/contracts/switches";
import type { Redis } from "ioredis";
import type { ItemIndexOptions } from "./index/item-index.ts";
import type { TrainedModels } from "./registry/trained-models.ts";
import { ShopModel } from "./shop-model.ts";
import { readArchiveWatermark } from "./views/archive-reader.ts";
import type { Database } from "./views/database.ts";
import {
  archivedSteps,
  loadCatalogue,
  loadDecisions,
  loadFactors,
  loadSteps,
} from "./views/shop-loader.ts";

/** Messages kept for a shop while it loads; beyond that it starts over when it has loaded. */
const MAX_PENDING_MESSAGES = 20_000;
/** How often an unknown shop is looked up in the database at most. */
const LOOK_UP_INTERVAL_MS = 1000;
/** How often factors are tried again that Redis did not give. */
const RETRY_FACTORS_MS = 2000;

/** Where on LEARN something was told. */
interface Told {
  partition: number;
  sequence: number;
}

/** Who takes what LEARN tells. */
const appliers: Record<LearnKind, (model: ShopModel, data: Uint8Array, told: Told) => void> = {
  steps: (model, data, { partition }) => model.steps.apply(partition, decodeSteps(data).steps),
  factors: (model, data, { sequence }) => model.factors.apply(decodeFactors(data), { sequence }),
  catalogue: (model, data) => model.catalogue.apply(decodeCatalogue(data).items),
  blend: (model, data) => model.rankers.apply(decodeBlend(data)),
  rules: (model, data) => model.rules.apply(decodeRules(data)),
  switches: (model, data) => model.switches.apply(decodeSwitches(data)),
  forget: (model, data) => model.steps.forget(decodeForget(data)),
  models: (model, data) => {
    decodeModelsChanged(data);
    model.refreshTrained();
  },
};

interface LearnMessage {
  subject: string;
  seq: number;
  data: Uint8Array;
}

/** A shop on its way in: what LEARN says of it meanwhile. */
interface Arrival {
  loading: Promise<void>;
  pending: LearnMessage[];
}

export interface ShopModelsOptions {
  database: Database;
  redis: Redis;
  indexOptions?: (shop: string) => ItemIndexOptions;
  /** Where graphs are kept for the next start; absent: nowhere. */
  graphFolder?: string | undefined;
  /** What is trained; without it the blend ranks, and the places of batch models are silent. */
  trained?: TrainedModels;
  onError: (error: unknown) => void;
}

/** The models of all shops: loaded at the start, and later ones when they are first heard of. */
export class ShopModels {
  readonly #options: ShopModelsOptions;
  readonly #models = new Map<string, ShopModel>();
  readonly #arrivals = new Map<string, Arrival>();
  /** Until all have their catalogue: one that is asked for meanwhile is among them, and loaded once. */
  #cataloguing: Promise<void> | undefined;
  #lookedUpAt = 0;
  #closed = false;

  constructor(options: ShopModelsOptions) {
    this.#options = options;
  }

  get(shop: string): ShopModel | undefined {
    return this.#models.get(shop);
  }

  all(): IterableIterator<ShopModel> {
    return this.#models.values();
  }

  /**
   * Loads every shop anew; the old models serve until their successors are complete, and where
   * there is none, the new one serves as soon as it has the catalogue. Returns the EVENTS sequence
   * that the steps reach.
   */
  loadAll(): Promise<number> {
    const catalogued = Promise.withResolvers<void>();
    this.#cataloguing = catalogued.promise;
    return this.#loadAll(catalogued.resolve).finally(catalogued.resolve);
  }

  async #loadAll(catalogued: () => void): Promise<number> {
    const { database } = this.#options;
    const eventSequence = await readArchiveWatermark(database);
    const shops = await database.shops();
    const models = shops.map((shop) => this.#create(shop));
    for (const model of models) {
      await loadDecisions(model, database);
      await loadCatalogue(model, database);
      if (!this.#models.has(model.shop)) this.#models.set(model.shop, model);
    }
    catalogued();
    for (const model of models) {
      await this.#loadLearnt(model, eventSequence);
      this.#replace(model);
    }
    for (const [shop, model] of this.#models) {
      if (shops.includes(shop)) continue;
      model.close();
      this.#models.delete(shop);
      this.#options.trained?.forget(shop);
    }
    return eventSequence;
  }

  /** The model of a shop that may have been made since the start; undefined if there is none. */
  async find(shop: string): Promise<ShopModel | undefined> {
    if (!this.#models.has(shop)) await this.#cataloguing;
    const known = this.#models.get(shop);
    if (known !== undefined) return known;
    const now = performance.now();
    if (!this.#arrivals.has(shop) && now - this.#lookedUpAt < LOOK_UP_INTERVAL_MS) return undefined;
    this.#lookedUpAt = now;
    const arrival = this.#arrivals.get(shop);
    if (arrival === undefined && !(await this.#options.database.shops()).includes(shop)) {
      return undefined;
    }
    await (this.#arrivals.get(shop) ?? this.#welcome(shop)).loading;
    return this.#models.get(shop);
  }

  /** Applies a message of LEARN. @throws BinaryFormatError for bytes that are not a message. */
  apply(message: LearnMessage): void {
    const subject = parseLearnSubject(message.subject);
    if (subject === undefined) return;
    const model = this.#models.get(subject.shop);
    if (model === undefined) {
      const arrival = this.#arrivals.get(subject.shop) ?? this.#welcome(subject.shop);
      arrival.pending.push({ subject: message.subject, seq: message.seq, data: message.data });
      return;
    }
    const { kind, partition } = subject;
    appliers[kind](model, message.data, { partition, sequence: message.seq });
  }

  close(): void {
    this.#closed = true;
    for (const model of this.#models.values()) model.close();
    this.#options.trained?.close();
  }

  #welcome(shop: string): Arrival {
    const arrival: Arrival = { pending: [], loading: Promise.resolve() };
    this.#arrivals.set(shop, arrival);
    arrival.loading = this.#arrive(shop, arrival).catch((error: unknown) => {
      this.#arrivals.delete(shop);
      this.#options.onError(error);
    });
    return arrival;
  }

  async #arrive(shop: string, arrival: Arrival): Promise<void> {
    for (;;) {
      const eventSequence = await readArchiveWatermark(this.#options.database);
      const model = this.#create(shop);
      await loadDecisions(model, this.#options.database);
      await loadCatalogue(model, this.#options.database);
      await this.#loadLearnt(model, eventSequence);
      if (arrival.pending.length <= MAX_PENDING_MESSAGES) {
        this.#replace(model);
        break;
      }
      model.close();
      arrival.pending.splice(0, arrival.pending.length - MAX_PENDING_MESSAGES);
    }
    this.#arrivals.delete(shop);
    for (const message of arrival.pending) this.apply(message);
  }

  #create(shop: string): ShopModel {
    const { indexOptions, graphFolder, trained } = this.#options;
    // A folder each: what lies beside a newer graph is deleted.
    const keptAs = graphFolder && join(graphFolder, encodeURIComponent(shop), "graph");
    const options = { keptAs, ...indexOptions?.(shop) };
    const model = new ShopModel(shop, options, trained?.of(shop));
    model.refreshTrained();
    return model;
  }

  async #loadLearnt(model: ShopModel, eventSequence: number): Promise<void> {
    const steps = archivedSteps(model.shop, { database: this.#options.database, eventSequence });
    // Factors first: a thread of its own makes their graph while steps are learnt.
    const hasFactors = await this.#loadFactors(model);
    await loadSteps(model, steps);
    // The rails work without learnt vectors: they come when Redis is back.
    if (!hasFactors) void this.#retryFactors(model);
  }

  /** False when Redis did not give them. */
  async #loadFactors(model: ShopModel): Promise<boolean> {
    try {
      await loadFactors(model, this.#options.redis);
      return true;
    } catch (error) {
      this.#options.onError(error);
      return false;
    }
  }

  async #retryFactors(model: ShopModel): Promise<void> {
    while (!this.#closed) {
      await sleep(RETRY_FACTORS_MS, undefined, { ref: false });
      if (this.#closed || this.#models.get(model.shop) !== model) return;
      if (await this.#loadFactors(model)) return;
    }
  }

  #replace(model: ShopModel): void {
    const old = this.#models.get(model.shop);
    if (old !== model) {
      old?.close();
      // What the blend has learnt is of no stream that could be read again.
      if (old?.rankers.learnt !== undefined) model.rankers.apply(old.rankers.learnt);
    }
    this.#models.set(model.shop, model);
  }
}
