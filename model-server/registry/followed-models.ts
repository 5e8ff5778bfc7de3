import type { Database } from "../views/database.ts";
import type { ArtefactStore } from "./artefact-store.ts";
import type { RetryTimes } from "./followed-model.ts";
import { FollowedStages } from "./followed-stages.ts";
import { loadModel } from "./load.ts";
import type { ModelMaker } from "./model-maker.ts";
import type { Serving, SlotChange } from "./model-slot.ts";
import { isDisgraced, readStaged, readVersion } from "./read-staged.ts";
import { readTriedVersions } from "./read-tried.ts";
import type { RegistryError } from "./registry-error.ts";
import type { LoadedStage } from "./served-slot.ts";

const RETRY: RetryTimes = { passingMs: 2_000, lastingMs: 30_000 };

export interface FollowedModelsOptions<T> {
  database: Database;
  store: ArtefactStore;
  maker: ModelMaker<T>;
  retry?: RetryTimes;
  onChange: (
    of: { shop: string; stage: LoadedStage | "tried" },
    change: SlotChange,
    serving: Serving<T> | undefined,
  ) => void;
  onFailure: (of: { shop: string; stage: LoadedStage | "tried" }, error: RegistryError) => void;
}

/** The models of one name, of every shop: they outlive what else serves a shop. */
export class FollowedModels<T> {
  readonly #options: FollowedModelsOptions<T>;
  readonly #shops = new Map<string, FollowedStages<T>>();

  constructor(options: FollowedModelsOptions<T>) {
    this.#options = options;
  }

  /** The shop's models, whose places are empty until the registry names one and it is loaded. */
  of(shop: string): FollowedStages<T> {
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

  #follow(shop: string): FollowedStages<T> {
    const { database, store, maker, retry, onChange, onFailure } = this.#options;
    const { name } = maker;
    return new FollowedStages({
      read: (stage) => readStaged(database, { shop, name, stage }),
      isDisgraced: (version) => isDisgraced(database, { shop, name, version }),
      tried: {
        wanted: async () => (maker.isTried === true ? readTriedVersions(database, shop) : []),
        read: (version) => readVersion(database, { shop, name, version }),
      },
      load: (manifest) => loadModel({ store, maker }, { shop, manifest }),
      retry: retry ?? RETRY,
      onChange: (stage, change, serving) => onChange({ shop, stage }, change, serving),
      onFailure: (stage, error) => onFailure({ shop, stage }, error),
    });
  }
}
