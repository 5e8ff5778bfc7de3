import type { Database } from "../views/database.ts";
import type { ArtefactStore } from "./artefact-store.ts";
import { FollowedModel, type RetryTimes } from "./followed-model.ts";
import { loadModel } from "./load.ts";
import type { ModelMaker } from "./model-maker.ts";
import { ModelSlot, type Serving, type SlotChange } from "./model-slot.ts";
import { readChampion } from "./read-champion.ts";
import type { RegistryError } from "./registry-error.ts";

const RETRY: RetryTimes = { passingMs: 2_000, lastingMs: 30_000 };

export interface FollowedModelsOptions<T> {
  database: Database;
  store: ArtefactStore;
  maker: ModelMaker<T>;
  retry?: RetryTimes;
  onChange: (shop: string, change: SlotChange, serving: Serving<T> | undefined) => void;
  onFailure: (shop: string, error: RegistryError) => void;
}

/** The champions of one name, of every shop: they outlive the shops' other models. */
export class FollowedModels<T> {
  readonly #options: FollowedModelsOptions<T>;
  readonly #shops = new Map<string, FollowedModel<T>>();

  constructor(options: FollowedModelsOptions<T>) {
    this.#options = options;
  }

  /** The shop's model, whose place is empty until the registry names one and it is loaded. */
  of(shop: string): FollowedModel<T> {
    const known = this.#shops.get(shop);
    if (known !== undefined) return known;
    const made = this.#follow(shop);
    this.#shops.set(shop, made);
    return made;
  }

  /** Ends following a shop that is no more. */
  forget(shop: string): void {
    this.#shops.get(shop)?.close();
    this.#shops.delete(shop);
  }

  close(): void {
    for (const model of this.#shops.values()) model.close();
  }

  #follow(shop: string): FollowedModel<T> {
    const { database, store, maker, retry, onChange, onFailure } = this.#options;
    return new FollowedModel({
      slot: new ModelSlot((manifest) => loadModel({ store, maker }, { shop, manifest })),
      read: () => readChampion(database, { shop, name: maker.name }),
      retry: retry ?? RETRY,
      onChange: (change, serving) => onChange(shop, change, serving),
      onFailure: (error) => onFailure(shop, error),
    });
  }
}
