/** Earlier distinct items of its order that a new line is paired with. */
export const PAIR_WINDOW = 16;
/** Marks a line of an order that came back; no item id starts with it. */
const RETURNED = "!";

/**
 * Lines of one order, oldest first. Two items are a pair while both are in the order and stand at
 * most PAIR_WINDOW distinct places apart. A returned item leaves a mark at its place, so that what
 * stood within reach of it is known when it is taken back.
 */
export type OrderLines = readonly string[];

/** Items that a new line makes a pair with: none when the order has the item already. */
export function pairsOfNewLine(lines: OrderLines, itemId: string): string[] {
  const places = placesOf(lines);
  if (places.includes(itemId)) return [];
  return places.slice(-PAIR_WINDOW).filter(isKept);
}

/** What a return of one line leaves: the new lines, and the pairs that end; undefined: no such line. */
export function returnLine(
  lines: OrderLines,
  itemId: string,
): { lines: string[]; pairs: string[] } | undefined {
  const last = lines.lastIndexOf(itemId);
  if (last < 0) return undefined;
  const rest = [...lines];
  if (lines.indexOf(itemId) !== last) {
    rest.splice(last, 1);
    return { lines: rest, pairs: [] };
  }
  const places = placesOf(lines);
  const place = places.indexOf(itemId);
  const near = places.slice(Math.max(0, place - PAIR_WINDOW), place + PAIR_WINDOW + 1);
  rest[last] = RETURNED + itemId;
  return { lines: rest, pairs: near.filter((other) => other !== itemId && isKept(other)) };
}

/** The distinct items in order of first purchase; marks of returned ones keep their places. */
function placesOf(lines: OrderLines): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    if (!isKept(line)) return true;
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function isKept(line: string): boolean {
  return !line.startsWith(RETURNED);
}
