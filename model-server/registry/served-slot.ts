/** Where a trained model of a shop stands as long as there is one. */
export interface ServedSlot<T> {
  /** Read once per answer: the next one may be another. */
  readonly current: { readonly model: T } | undefined;
  /** The registry's stages changed: see what it says now. */
  refresh(): void;
}

/** The slots of one name, of all shops. */
export interface ServedSlots<T> {
  of(shop: string): ServedSlot<T>;
  /** Ends the slot of a shop that is no more. */
  forget(shop: string): void;
  close(): void;
}
