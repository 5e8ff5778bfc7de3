/** What happened to the cards of a rail between two versions of it. */
export interface RailChange {
  /** Cards that were not there before. */
  entered: readonly string[];
  /** Cards that are gone, with the place that they had. */
  left: readonly { id: string; from: number }[];
  /** Cards that stand somewhere else now. */
  moved: readonly { id: string; from: number; to: number }[];
}

/** Compares two orders of item ids. Cards that kept their place are in none of the lists. */
export function compareOrders(before: readonly string[], after: readonly string[]): RailChange {
  const placeBefore = new Map(before.map((id, place) => [id, place]));
  const placeAfter = new Map(after.map((id, place) => [id, place]));
  return {
    entered: after.filter((id) => !placeBefore.has(id)),
    left: before.flatMap((id, from) => (placeAfter.has(id) ? [] : [{ id, from }])),
    moved: after.flatMap((id, to) => {
      const from = placeBefore.get(id);
      return from === undefined || from === to ? [] : [{ id, from, to }];
    }),
  };
}
