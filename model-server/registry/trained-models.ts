import type { BatchPlace } from "@slipstream/algorithms/engine/standard";
import type { KeptBatchModel } from "../batch/batch-maker.ts";
import type { Ranker } from "../rank/ranker.ts";
import type { ServedSlot, ServedSlots } from "./served-slot.ts";

/** Where the trained models of one shop stand: its ranker, and batch models by their names. */
export interface TrainedSlots {
  ranker?: ServedSlot<Ranker> | undefined;
  batch?: ReadonlyMap<BatchPlace, ServedSlot<KeptBatchModel>> | undefined;
}

/** What the registry has for all shops; nothing for servers that follow none. */
export class TrainedModels {
  readonly #ranker: ServedSlots<Ranker> | undefined;
  readonly #batch: ReadonlyMap<BatchPlace, ServedSlots<KeptBatchModel>>;

  constructor(slots: {
    ranker?: ServedSlots<Ranker> | undefined;
    batch?: ReadonlyMap<BatchPlace, ServedSlots<KeptBatchModel>>;
  }) {
    this.#ranker = slots.ranker;
    this.#batch = slots.batch ?? new Map();
  }

  of(shop: string): TrainedSlots {
    const batch = new Map([...this.#batch].map(([name, slots]) => [name, slots.of(shop)]));
    return { ranker: this.#ranker?.of(shop), batch };
  }

  /** Ends the slots of a shop that is no more. */
  forget(shop: string): void {
    for (const slots of this.#all()) slots.forget(shop);
  }

  close(): void {
    for (const slots of this.#all()) slots.close();
  }

  #all(): Pick<ServedSlots<unknown>, "forget" | "close">[] {
    return [...(this.#ranker ? [this.#ranker] : []), ...this.#batch.values()];
  }
}
