import type { Manifest } from "./manifest.ts";
import type { ModelSlot, Serving, SlotChange } from "./model-slot.ts";
import { ReadLoop } from "./read-loop.ts";
import { isPassing, RegistryError } from "./registry-error.ts";

/**
 * When what failed is tried again: soon what may pass; what somebody has to mend ever more rarely,
 * twice as late each time.
 */
export interface RetryTimes {
  passingMs: number;
  lastingMs: number;
}

/** A model that nobody mends is still looked at twice an hour. */
const LAST_RETRY_MS = 30 * 60_000;

export interface FollowedModelOptions<T> {
  slot: ModelSlot<T>;
  /** The manifest that the registry wants served now. */
  read: () => Promise<Manifest | undefined>;
  /** Whether a version was taken back: it serves on for nobody, whatever comes. */
  isDisgraced?: ((version: string) => Promise<boolean>) | undefined;
  retry: RetryTimes;
  onChange: (change: SlotChange, serving: Serving<T> | undefined) => void;
  onFailure: (error: RegistryError) => void;
}

/** A slot that serves what the registry says: looked up when asked to, and again after a failure. */
export class FollowedModel<T> {
  readonly #options: FollowedModelOptions<T>;
  readonly #reads = new ReadLoop(() => this.#readWanted());
  /** Failures in a row that were not passing, of the same version. */
  #lasting = { version: "", count: 0 };

  constructor(options: FollowedModelOptions<T>) {
    this.#options = options;
  }

  get current(): Serving<T> | undefined {
    return this.#options.slot.current;
  }

  /** Reads the registry and goes after it, beside whatever is still being loaded. */
  refresh(): void {
    this.#reads.refresh();
  }

  close(): void {
    this.#reads.close();
  }

  async #readWanted(): Promise<void> {
    try {
      const manifest = await this.#options.read();
      // Not waited for: a way back must not wait for a model that is slow to come.
      if (!this.#reads.isClosed) void this.#follow(manifest);
    } catch (error) {
      this.#failed(error, "");
    }
  }

  async #follow(manifest: Manifest | undefined): Promise<void> {
    const { slot, onChange } = this.#options;
    try {
      const change = await slot.want(manifest);
      this.#lasting.count = 0;
      if (!this.#reads.isClosed && change !== "unchanged") onChange(change, slot.current);
    } catch (error) {
      this.#failed(error, manifest?.version ?? "");
    }
  }

  #failed(cause: unknown, version: string): void {
    if (this.#reads.isClosed) return;
    const error =
      cause instanceof RegistryError
        ? cause
        : new RegistryError("unusable_model", "a model could not be loaded", { cause });
    this.#options.onFailure(error);
    this.#reads.refreshIn(this.#pauseAfter(error, version));
    if (!isPassing(error)) void this.#letGo();
  }

  /**
   * The one before serves on for one that cannot be loaded, but not where it was taken back: nobody
   * watches it any more.
   */
  async #letGo(): Promise<void> {
    const { slot, isDisgraced, onChange } = this.#options;
    const { current } = slot;
    if (current === undefined || isDisgraced === undefined) return;
    // What cannot be told now is asked again after the next try.
    if (!(await isDisgraced(current.manifest.version).catch(() => false))) return;
    if (!this.#reads.isClosed && slot.letGo(current)) onChange("emptied", undefined);
  }

  #pauseAfter(error: RegistryError, version: string): number {
    const { passingMs, lastingMs } = this.#options.retry;
    if (isPassing(error)) return passingMs;
    const before = this.#lasting.version === version ? this.#lasting.count : 0;
    this.#lasting = { version, count: before + 1 };
    return Math.min(lastingMs * 2 ** before, LAST_RETRY_MS);
  }
}
