const KEY = "recent-searches";
const MAX_KEPT = 8;

/*
 * What this browser searched for. It stays in this browser, and only that of somebody who agreed to be
 * remembered; whoever takes that back forgets it.
 */

/** Newest first; empty where nothing may be read. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter((query) => typeof query === "string").slice(0, MAX_KEPT);
  } catch {
    return [];
  }
}

/** Puts a search first. */
export function remember(query: string): void {
  const others = recentSearches().filter((kept) => kept.toLowerCase() !== query.toLowerCase());
  try {
    localStorage.setItem(KEY, JSON.stringify([query, ...others].slice(0, MAX_KEPT)));
  } catch {
    // A full or closed store: nothing is remembered.
  }
}

export function forgetSearches(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // What cannot be opened holds nothing.
  }
}
