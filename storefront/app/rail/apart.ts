import { useLayoutEffect, useMemo, useSyncExternalStore } from "react";

/** What one rail of the page shows, and its place: one of a higher place gives way. */
interface Shown {
  place: number;
  itemIds: readonly string[];
}

/** A rail that does not move at this moment: the others go round it. */
export const STILL = 0;

const shown = new Map<string, Shown>();
const listeners = new Set<() => void>();
let isTelling = false;

/** Before the next paint: rails that change together are looked at together. */
function tell(): void {
  if (isTelling) return;
  isTelling = true;
  requestAnimationFrame(() => {
    isTelling = false;
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The products of rails of a lower place. */
export function itemsBefore(rails: Iterable<Shown>, place: number): string[] {
  return [...rails].flatMap((rail) => (rail.place < place ? rail.itemIds : []));
}

/**
 * What rails of a lower place show just now, which this one is not to show once more. Rails are made
 * without repeats; this is for when one comes later than another, or waits while somebody reads in it.
 */
export function useShownBefore(place: number): readonly string[] {
  const read = () => itemsBefore(shown.values(), place).sort().join(" ");
  const itemIds = useSyncExternalStore(subscribe, read, () => "");
  return useMemo(() => itemIds.split(" ").filter(Boolean), [itemIds]);
}

/** Says what the rail shows, as long as it does. */
export function useShows(id: string, { place, itemIds }: Shown): void {
  const key = itemIds.join(" ");
  useLayoutEffect(() => {
    shown.set(id, { place, itemIds: key.split(" ").filter(Boolean) });
    tell();
    return () => {
      shown.delete(id);
      tell();
    };
  }, [id, place, key]);
}

/** What the page's moving rails show, for one that comes later and stands still. */
export function shownByMoving(): readonly string[] {
  return [...shown.values()].flatMap(({ place, itemIds }) => (place > STILL ? itemIds : []));
}
