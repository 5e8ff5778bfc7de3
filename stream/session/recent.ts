import type { RecentItem } from "@slipstream/contracts/session-state";

/**
 * A list of recent items, newest first, with one more in front: an item stands in it once, as what
 * was done with it last.
 */
export function withRecent(
  recent: readonly RecentItem[],
  item: RecentItem,
  limit: number,
): RecentItem[] {
  const next = [item];
  for (const each of recent) {
    if (next.length >= limit) break;
    if (each.itemId !== item.itemId) next.push(each);
  }
  return next;
}
