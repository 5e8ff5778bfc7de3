import { useSyncExternalStore } from "react";

/**
 * Products that the shopper does not want to see again. The tab keeps them over reloads, as its pages
 * may come from a cache that knows nobody; of those who agreed, the shop remembers them as well.
 */
const KEY = "slipstream.hidden";
const MAX_HIDDEN = 100;
const none: readonly string[] = [];
let hidden: readonly string[] | undefined;
const listeners = new Set<() => void>();

export function hiddenItems(): readonly string[] {
  hidden ??= read();
  return hidden;
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : none;
  } catch {
    return none;
  }
}

function change(next: readonly string[]): void {
  hidden = next.slice(0, MAX_HIDDEN);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(hidden));
  } catch {
    // Storage is full or forbidden: it holds as long as the page.
  }
  for (const listener of listeners) listener();
}

export function hideItem(itemId: string): void {
  change([itemId, ...hiddenItems().filter((other) => other !== itemId)]);
}

export function unhideItem(itemId: string): void {
  change(hiddenItems().filter((other) => other !== itemId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useHiddenItems(): readonly string[] {
  return useSyncExternalStore(subscribe, hiddenItems, () => none);
}
