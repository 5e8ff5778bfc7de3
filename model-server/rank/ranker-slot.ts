import type { Ranker } from "./ranker.ts";

/** Where a shop's trained ranker stands as long as there is one. */
export interface RankerSlot {
  /** Read once per answer: the next one may be another. */
  readonly current: { readonly model: Ranker } | undefined;
  /** The registry's stages changed: see what it says now. */
  refresh(): void;
}

/** The slots of all shops. */
export interface RankerSlots {
  of(shop: string): RankerSlot;
  /** Ends the slot of a shop that is no more. */
  forget(shop: string): void;
  close(): void;
}

/** For servers that follow no registry: the blend ranks. */
export const emptySlot: RankerSlot = { current: undefined, refresh: () => {} };
