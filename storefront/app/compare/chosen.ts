import { useSyncExternalStore } from "react";

/** Products side by side at most: more do not fit on a page. */
export const MAX_COMPARED = 4;

/** What this tab wants to compare, by slug; kept in memory and nowhere else. */
let chosen: readonly string[] = [];
const none: readonly string[] = [];
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setCompared(slugs: readonly string[]): void {
  chosen = slugs;
  for (const listener of listeners) listener();
}

/** One more, the oldest gives way; or one less, when it was there. */
export function toggleCompared(slug: string): void {
  setCompared(
    chosen.includes(slug)
      ? chosen.filter((other) => other !== slug)
      : [...chosen, slug].slice(-MAX_COMPARED),
  );
}

export function useCompared(): readonly string[] {
  return useSyncExternalStore(
    subscribe,
    () => chosen,
    () => none,
  );
}

/** The page that shows these side by side. */
export function comparePath(slugs: readonly string[]): string {
  return `/compare?items=${slugs.join(",")}`;
}
