/** Whose choice an item of an interleaved list was. */
export type Team = 0 | 1;

export interface Drafted<Item> {
  item: Item;
  team: Team;
}

/**
 * Team-draft interleaving (Radlinski, Kurup and Joachims, CIKM 2008): in each round a coin says who
 * picks first, and each takes its best item that is not in the list yet. A click is credit for the
 * team whose choice the item was; two rankers of the same worth get the same credit, and far fewer
 * visitors tell two apart than by comparing arms. `keyOf` says when two items are the same; `random`
 * gives numbers in [0, 1).
 */
export function teamDraft<Item>(
  lists: readonly [readonly Item[], readonly Item[]],
  options: { limit: number; keyOf: (item: Item) => string; random: () => number },
): Drafted<Item>[] {
  const { limit, keyOf, random } = options;
  const taken = new Set<string>();
  const next: [number, number] = [0, 0];
  const drafted: Drafted<Item>[] = [];
  const pick = (team: Team): boolean => {
    const list = lists[team];
    while (next[team] < list.length && taken.has(keyOf(list[next[team]]!))) next[team]++;
    const item = list[next[team]];
    if (item === undefined) return false;
    taken.add(keyOf(item));
    drafted.push({ item, team });
    return true;
  };
  while (drafted.length < limit) {
    const first: Team = random() < 0.5 ? 0 : 1;
    const picked = pick(first);
    if (drafted.length >= limit) break;
    const answered = pick(first === 0 ? 1 : 0);
    if (!picked && !answered) break;
  }
  return drafted;
}
