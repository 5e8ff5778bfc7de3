import { useSyncExternalStore } from "react";

/** Products that the shopper does not want to see again, in this tab; the shop remembers the rest. */
const MAX_HIDDEN = 100;
const none: readonly string[] = [];
let hidden = none;
const listeners = new Set<() => void>();

export function hiddenItems(): readonly string[] {
  return hidden;
}

function change(next: readonly string[]): void {
  hidden = next.slice(0, MAX_HIDDEN);
  for (const listener of listeners) listener();
}

export function hideItem(itemId: string): void {
  change([itemId, ...hidden.filter((other) => other !== itemId)]);
}

export function unhideItem(itemId: string): void {
  change(hidden.filter((other) => other !== itemId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useHiddenItems(): readonly string[] {
  return useSyncExternalStore(subscribe, hiddenItems, () => none);
}
