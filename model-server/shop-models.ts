import { decodeBlend } from "@slipstream/contracts/blend";
import { decodeCatalogue } from "@slipstream/contracts/catalogue";
import { decodeFactors } from "@slipstream/contracts/factors";
import { decodeSteps } from "@slipstream/contracts/steps";
import { parseLearnSubject } from "@slipstream/contracts/subjects";
import type { Redis } from "ioredis";
import type { ItemIndexOptions } from "./index/item-index.ts";
import { ShopModel } from "./shop-model.ts";
import { readArchiveWatermark } from "./views/archive-reader.ts";
import { type Database, readShops } from "./views/database.ts";
import { loadShop } from "./views/shop-loader.ts";

/** Messages kept for a shop while it loads; beyond that it starts over when it has loaded. */
const MAX_PENDING_MESSAGES = 20_000;
/** How often an unknown shop is looked up in the database at most. */
const LOOK_UP_INTERVAL_MS = 1000;

interface LearnMessage {
  subject: string;
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
  onError: (error: unknown) => void;
}

/** The models of all shops: loaded at the start, and later ones when they are first heard of. */
export class ShopModels {
  readonly #options: ShopModelsOptions;
  readonly #models = new Map<string, ShopModel>();
  readonly #arrivals = new Map<string, Arrival>();
  #lookedUpAt = 0;

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
   * Loads every shop anew; the old models serve until their successors are complete. Returns the
   * EVENTS sequence that the steps reach.
   */
  async loadAll(): Promise<number> {
    const { database } = this.#options;
    const eventSequence = await readArchiveWatermark(database);
    const shops = await readShops(database);
    for (const shop of shops) this.#replace(await this.#load(shop, eventSequence));
    for (const [shop, model] of this.#models) {
      if (shops.includes(shop)) continue;
      model.close();
      this.#models.delete(shop);
    }
    return eventSequence;
  }

  /** The model of a shop that may have been made since the start; undefined if there is none. */
  async find(shop: string): Promise<ShopModel | undefined> {
    const known = this.#models.get(shop);
    if (known !== undefined) return known;
    const now = performance.now();
    if (!this.#arrivals.has(shop) && now - this.#lookedUpAt < LOOK_UP_INTERVAL_MS) return undefined;
    this.#lookedUpAt = now;
    const arrival = this.#arrivals.get(shop);
    if (arrival === undefined && !(await readShops(this.#options.database)).includes(shop)) {
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
      arrival.pending.push({ subject: message.subject, data: message.data });
      return;
    }
    const { kind, partition } = subject;
    if (kind === "steps") model.steps.apply(partition, decodeSteps(message.data).steps);
    else if (kind === "factors") model.factors.apply(decodeFactors(message.data));
    else if (kind === "catalogue") model.catalogue.apply(decodeCatalogue(message.data).items);
    else model.rankers.apply(decodeBlend(message.data));
  }

  close(): void {
    for (const model of this.#models.values()) model.close();
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
      const model = await this.#load(shop, eventSequence);
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

  async #load(shop: string, eventSequence: number): Promise<ShopModel> {
    const { database, redis, indexOptions, onError } = this.#options;
    const model = new ShopModel(shop, indexOptions?.(shop));
    await loadShop({ model, database, redis, eventSequence, onFactorsMissing: onError });
    return model;
  }

  #replace(model: ShopModel): void {
    this.#models.get(model.shop)?.close();
    this.#models.set(model.shop, model);
  }
}
