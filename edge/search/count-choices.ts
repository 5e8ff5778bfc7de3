/** Products that have one value and miss the same filters. */
export interface ChoiceCount {
  /** In `search_values`. */
  id: number;
  /** The bits of the filters that these products do not fit. */
  missed: number;
  products: number;
}

const COMMA = 0x2c;
const ZERO = 0x30;

/**
 * Counts how often each id stands in lists like `3,17,17`; those that miss the same filters together.
 * One pass over the letters: a search for a common word brings hundreds of thousands.
 */
export function countChoices(lists: readonly { missed: number; list: string }[]): ChoiceCount[] {
  return [...Map.groupBy(lists, ({ missed }) => missed)].flatMap(([missed, alike]) => {
    let counts = new Int32Array(4_096);
    for (const { list } of alike) counts = countInto(counts, list);
    const found: ChoiceCount[] = [];
    for (const [id, products] of counts.entries()) {
      if (products > 0) found.push({ id, missed, products });
    }
    return found;
  });
}

/** Counts by id; another array where the one given is too short. */
function countInto(given: Int32Array<ArrayBuffer>, list: string): Int32Array<ArrayBuffer> {
  let counts = given;
  let id = 0;
  for (let at = 0; at <= list.length; at++) {
    const letter = at < list.length ? list.charCodeAt(at) : COMMA;
    if (letter !== COMMA) {
      id = id * 10 + letter - ZERO;
      continue;
    }
    if (id >= counts.length) counts = enlarged(counts, id);
    counts[id]!++;
    id = 0;
  }
  // No value has the id 0: it stands for empty lists.
  counts[0] = 0;
  return counts;
}

function enlarged(counts: Int32Array, id: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * (id + 1));
  larger.set(counts);
  return larger;
}
