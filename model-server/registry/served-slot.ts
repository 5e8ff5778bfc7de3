import type { Manifest } from "./manifest.ts";

/** The stages in which a model is loaded. */
export const loadedStages = ["champion", "canary", "shadow"] as const;
export type LoadedStage = (typeof loadedStages)[number];

/** A model in one stage, as long as it is loaded. */
export interface Staged<T> {
  readonly model: T;
  readonly version: string;
  /** Of all visitors, that it answers: 1 for a champion, 0 for a shadow, or one that an experiment names. */
  readonly share: number;
  /** When it came to this stage and share, epoch ms. */
  readonly since: number;
  /** What it was made from; absent for one that is from no registry. */
  readonly manifest?: Manifest;
}

/** Where the trained models of one name and shop stand as long as there are some. */
export interface ServedSlot<T> {
  /** The champion. Read once per answer: the next one may be another. */
  readonly current: { readonly model: T } | undefined;
  /** What has a stage and is loaded; none for a slot that only ever has a champion. */
  staged?(stage: LoadedStage): Staged<T> | undefined;
  /** A version that an experiment names, while it is loaded. */
  named?(version: string): Staged<T> | undefined;
  /** The versions that experiments name and that are loaded. */
  tried?(): string[];
  /** The registry's stages, or what experiments name, changed: see what it says now. */
  refresh(): void;
}

/** The slots of one name, of all shops. */
export interface ServedSlots<T> {
  of(shop: string): ServedSlot<T>;
  /** Ends the slot of a shop that is no more. */
  forget(shop: string): void;
  close(): void;
}
