import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "./manifest.ts";

/** What serves and what it was made from, never apart. */
export interface Serving<T> {
  readonly model: T;
  readonly manifest: Manifest;
}

interface SlotState<T> {
  readonly current: Serving<T> | undefined;
  readonly previous: Serving<T> | undefined;
}

/** What became of a wish: `back` is the previous model again, which was still in memory. */
export type SlotChange = "loaded" | "back" | "emptied" | "unchanged" | "superseded";

/**
 * The place of a model that serves. A new one is loaded beside it and takes its place by one
 * assignment: whoever reads `current` once has one model, whole. What cannot be loaded changes
 * nothing, and the model before stays in memory for the way back.
 */
export class ModelSlot<T> {
  readonly #load: (manifest: Manifest) => Promise<T>;
  #state: SlotState<T> = { current: undefined, previous: undefined };
  #wanted: Manifest | undefined;
  #pending: Promise<SlotChange> | undefined;

  constructor(load: (manifest: Manifest) => Promise<T>) {
    this.#load = load;
  }

  get current(): Serving<T> | undefined {
    return this.#state.current;
  }

  get previous(): Serving<T> | undefined {
    return this.#state.previous;
  }

  /**
   * Makes the slot serve this model, or none. The latest wish holds: what an earlier one still loads
   * is dropped when it comes. Rejects with what loading throws.
   */
  want(manifest: Manifest | undefined): Promise<SlotChange> {
    if (this.#pending !== undefined && isDeepStrictEqual(manifest, this.#wanted)) {
      return this.#pending;
    }
    this.#wanted = manifest;
    this.#pending = undefined;
    const { current, previous } = this.#state;
    if (isDeepStrictEqual(manifest, current?.manifest)) return Promise.resolve("unchanged");
    if (manifest === undefined) return Promise.resolve(this.#put(undefined, "emptied"));
    if (isDeepStrictEqual(manifest, previous?.manifest)) {
      return Promise.resolve(this.#put(previous, "back"));
    }
    const pending = this.#bring(manifest).finally(() => {
      if (this.#pending === pending) this.#pending = undefined;
    });
    this.#pending = pending;
    return pending;
  }

  /** Lets go of this one if it still serves. What is wanted and still being loaded comes all the same. */
  letGo(serving: Serving<T>): boolean {
    if (this.#state.current !== serving) return false;
    this.#put(undefined, "emptied");
    return true;
  }

  async #bring(manifest: Manifest): Promise<SlotChange> {
    const model = await this.#load(manifest);
    if (this.#wanted !== manifest) return "superseded";
    return this.#put({ model, manifest }, "loaded");
  }

  #put(next: Serving<T> | undefined, change: SlotChange): SlotChange {
    this.#state = { current: next, previous: this.#state.current };
    return change;
  }
}
