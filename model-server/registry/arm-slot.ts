import { isInCanary } from "./canary-arm.ts";
import type { LoadedStage, ServedSlot, Staged } from "./served-slot.ts";

/** Which of a slot's models an answer goes by. */
export interface ArmChoice<T> {
  stage: LoadedStage;
  staged: Staged<T> | undefined;
}

/**
 * A slot for what is asked without being told by whom, as sources are: whoever is about to ask says
 * first for which visitor, and asks at once. `current` is the canary for its visitors.
 */
export class ArmSlot<T> implements ServedSlot<T> {
  readonly #slot: ServedSlot<T>;
  #canary: Staged<T> | undefined;

  constructor(slot: ServedSlot<T>) {
    this.#slot = slot;
  }

  /** From now on for this visitor; undefined: by the champion. */
  chooseFor(visitor: string | undefined): ArmChoice<T> {
    const canary = this.staged("canary");
    this.#canary = canary && isInCanary(canary, visitor) ? canary : undefined;
    return this.#canary === undefined
      ? { stage: "champion", staged: this.staged("champion") }
      : { stage: "canary", staged: this.#canary };
  }

  get current(): { readonly model: T } | undefined {
    return this.#canary ?? this.#slot.current;
  }

  staged(stage: LoadedStage): Staged<T> | undefined {
    return this.#slot.staged?.(stage);
  }

  refresh(): void {
    this.#slot.refresh();
  }
}
