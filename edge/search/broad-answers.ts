import type { SearchAnswer } from "@slipstream/contracts/search-api";

/** Below this many products an answer is quicker made than kept. */
const BROAD = 1_000;
/** Stock changes without a new version of the catalogue: a count may be behind it for as long as a card is. */
const FRESH_MS = 60_000;
const MAX_KEPT = 100;

/** For a shop whose searches mean something else now: the next ones are made anew. */
export function forgetBroad(): void {
  kept.clear();
}

/** Per isolate, data only; oldest first. */
const kept = new Map<string, { madeAt: number; answer: SearchAnswer }>();

/**
 * An answer that is made once for all who ask the same within a minute, where it takes long to
 * make: searches for a single common word, of which there are few. `key` holds all that it depends
 * on, the catalogue's version as well.
 */
export async function shareBroad(
  key: string,
  make: () => Promise<SearchAnswer>,
): Promise<SearchAnswer> {
  const known = kept.get(key);
  if (known && Date.now() - known.madeAt < FRESH_MS) return known.answer;
  const answer = await make();
  if (answer.total < BROAD) return answer;
  kept.delete(key);
  kept.set(key, { madeAt: Date.now(), answer });
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
  }
  return answer;
}
