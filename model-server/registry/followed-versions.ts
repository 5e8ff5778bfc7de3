import { FollowedModel, type RetryTimes } from "./followed-model.ts";
import type { Manifest } from "./manifest.ts";
import { ModelSlot, type Serving, type SlotChange } from "./model-slot.ts";
import { ReadLoop } from "./read-loop.ts";
import { RegistryError } from "./registry-error.ts";

export interface FollowedVersionsOptions<T> {
  /** The versions that are wanted now. @throws RegistryError */
  wanted: () => Promise<readonly string[]>;
  /** The manifest of one; undefined where the registry has none. @throws RegistryError */
  read: (version: string) => Promise<Manifest | undefined>;
  load: (manifest: Manifest) => Promise<T>;
  retry: RetryTimes;
  onChange: (change: SlotChange, serving: Serving<T> | undefined) => void;
  onFailure: (error: RegistryError) => void;
}

/**
 * Versions of one name that are wanted for themselves, whatever their stage: each is loaded while it
 * is, and let go of afterwards. One that cannot be loaded is tried again, and is absent meanwhile.
 */
export class FollowedVersions<T> {
  readonly #options: FollowedVersionsOptions<T>;
  readonly #versions = new Map<string, FollowedModel<T>>();
  readonly #reads = new ReadLoop(() => this.#readWanted());

  constructor(options: FollowedVersionsOptions<T>) {
    this.#options = options;
  }

  /** A version that is wanted and loaded. */
  serving(version: string): Serving<T> | undefined {
    return this.#versions.get(version)?.current;
  }

  /** What is loaded. */
  all(): Serving<T>[] {
    return [...this.#versions.values()].flatMap(({ current }) => current ?? []);
  }

  /** Looks at what is wanted now. */
  refresh(): void {
    this.#reads.refresh();
  }

  close(): void {
    this.#reads.close();
    for (const each of this.#versions.values()) each.close();
  }

  async #readWanted(): Promise<void> {
    try {
      const wanted = await this.#options.wanted();
      if (!this.#reads.isClosed) this.#follow(new Set(wanted));
    } catch (cause) {
      this.#failed(cause);
    }
  }

  #follow(wanted: ReadonlySet<string>): void {
    for (const [version, followed] of this.#versions) {
      if (wanted.has(version)) continue;
      followed.close();
      this.#versions.delete(version);
    }
    const { read, load, retry, onChange, onFailure } = this.#options;
    for (const version of wanted) {
      const known = this.#versions.get(version);
      if (known !== undefined) {
        // It may not have been in the registry when it was first looked for.
        if (known.current === undefined) known.refresh();
        continue;
      }
      const followed = new FollowedModel<T>({
        slot: new ModelSlot(load),
        read: () => read(version),
        ...{ retry, onChange, onFailure },
      });
      this.#versions.set(version, followed);
      followed.refresh();
    }
  }

  #failed(cause: unknown): void {
    if (this.#reads.isClosed) return;
    const text = "the experiments cannot be read";
    const error =
      cause instanceof RegistryError
        ? cause
        : new RegistryError("registry_unavailable", text, { cause });
    this.#options.onFailure(error);
    this.#reads.refreshIn(this.#options.retry.passingMs);
  }
}
