/** Products looked at in this tab, kept in memory and nowhere else: all that is known without consent. */
const MAX_SEEN = 20;
let seen: readonly string[] = [];

/** Newest first. */
export function seenItems(): readonly string[] {
  return seen;
}

export function rememberSeen(itemId: string): void {
  seen = [itemId, ...seen.filter((other) => other !== itemId)].slice(0, MAX_SEEN);
}
