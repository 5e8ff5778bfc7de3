import { FollowedModel, type RetryTimes } from "./followed-model.ts";
import { FollowedVersions } from "./followed-versions.ts";
import type { Manifest } from "./manifest.ts";
import { ModelSlot, type Serving, type SlotChange } from "./model-slot.ts";
import type { StagedManifest } from "./read-staged.ts";
import type { RegistryError } from "./registry-error.ts";
import { type LoadedStage, loadedStages, type ServedSlot, type Staged } from "./served-slot.ts";

export interface FollowedStagesOptions<T> {
  /** What the registry has in a stage now. */
  read: (stage: LoadedStage) => Promise<StagedManifest | undefined>;
  /** Whether a version was champion and was taken back. */
  isDisgraced: (version: string) => Promise<boolean>;
  /** The versions that experiments name, and the manifest of one. */
  tried: {
    wanted: () => Promise<readonly string[]>;
    read: (version: string) => Promise<Manifest | undefined>;
  };
  load: (manifest: Manifest) => Promise<T>;
  retry: RetryTimes;
  onChange: (
    stage: LoadedStage | "tried",
    change: SlotChange,
    serving: Serving<T> | undefined,
  ) => void;
  onFailure: (stage: LoadedStage | "tried", error: RegistryError) => void;
}

/**
 * The models of one name in all stages that load one, and those that experiments name. Whoever goes
 * from stage to stage is loaded once: a canary that becomes champion serves everybody by an assignment.
 */
export class FollowedStages<T> implements ServedSlot<T> {
  readonly #slots: Readonly<Record<LoadedStage, ModelSlot<T>>>;
  readonly #followed: readonly FollowedModel<T>[];
  readonly #tried: FollowedVersions<T>;
  readonly #told = new Map<LoadedStage, StagedManifest>();

  constructor(options: FollowedStagesOptions<T>) {
    const load = (manifest: Manifest) => this.#borrow(manifest) ?? options.load(manifest);
    const slot = () => new ModelSlot<T>(load);
    this.#slots = { champion: slot(), canary: slot(), shadow: slot() };
    this.#followed = loadedStages.map(
      (stage) =>
        new FollowedModel({
          slot: this.#slots[stage],
          read: () => this.#read(stage, options),
          isDisgraced: options.isDisgraced,
          retry: options.retry,
          onChange: (change, serving) => options.onChange(stage, change, serving),
          onFailure: (error) => options.onFailure(stage, error),
        }),
    );
    this.#tried = new FollowedVersions({
      ...options.tried,
      load,
      retry: options.retry,
      onChange: (change, serving) => options.onChange("tried", change, serving),
      onFailure: (error) => options.onFailure("tried", error),
    });
  }

  /** The champion: the last one that could be loaded, unless it was taken back. */
  get current(): Serving<T> | undefined {
    return this.#slots.champion.current;
  }

  /**
   * What a stage has. A champion that cannot be loaded leaves its place to the one before; a canary
   * or shadow that cannot leaves it empty: what was there before has been sent away.
   */
  staged(stage: LoadedStage): Staged<T> | undefined {
    const { current } = this.#slots[stage];
    if (current === undefined) return undefined;
    const { model, manifest } = current;
    const { version } = manifest;
    const told = this.#told.get(stage);
    const isTold = told?.manifest.version === version;
    if (!isTold && stage !== "champion") return undefined;
    const { share, since } = isTold ? told : { share: 1, since: 0 };
    return { model, manifest, version, share, since };
  }

  named(version: string): Staged<T> | undefined {
    const serving = this.#tried.serving(version);
    return serving && { ...serving, version, share: 0, since: 0 };
  }

  tried(): string[] {
    return this.#tried.all().map(({ manifest }) => manifest.version);
  }

  refresh(): void {
    for (const each of this.#followed) each.refresh();
    this.#tried.refresh();
  }

  close(): void {
    for (const each of this.#followed) each.close();
    this.#tried.close();
  }

  async #read(
    stage: LoadedStage,
    { read }: FollowedStagesOptions<T>,
  ): Promise<Manifest | undefined> {
    const told = await read(stage);
    if (told === undefined) this.#told.delete(stage);
    else this.#told.set(stage, told);
    return told?.manifest;
  }

  /** A model that is loaded already: for another stage, the way back, or an experiment. */
  #borrow({ version, files }: Manifest): Promise<T> | undefined {
    const ofStages = loadedStages.flatMap((stage) => [
      this.#slots[stage].current,
      this.#slots[stage].previous,
    ]);
    const all = [...ofStages, ...this.#tried.all()];
    const isSame = (own: Manifest) =>
      own.version === version && own.files[0]?.sha256 === files[0]?.sha256;
    const found = all.find((serving) => serving !== undefined && isSame(serving.manifest));
    return found && Promise.resolve(found.model);
  }
}
