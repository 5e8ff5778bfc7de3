/** An item that a source proposes. Scores of one source compare with each other, not across. */
export interface Candidate {
  itemId: string;
  score: number;
  /** How far its source is to be believed, 0 … 1; 1 where it does not say. */
  trust?: number;
}

/**
 * Trust in what was observed n times, n² / (n² + half²): 0 for what was never seen, one half at
 * `half`, near 1 for what many did. One visitor's walk is chance and says next to nothing; the same
 * way taken by several is a path. Our own form of shrinkage by support, which in Bell & Koren (ICDM
 * 2007) is n / (n + half): the square keeps chance lower and lets evidence count sooner.
 */
export function trustIn(observations: number, half: number): number {
  return observations > 0 ? observations ** 2 / (observations ** 2 + half ** 2) : 0;
}

/** Order of candidates everywhere: higher score first, equal scores by id, so that it is stable. */
export function compareCandidates(left: Candidate, right: Candidate): number {
  if (left.score !== right.score) return right.score - left.score;
  return left.itemId < right.itemId ? -1 : left.itemId > right.itemId ? 1 : 0;
}

/**
 * The best `k` of many candidates, best first, by a heap of `k` whose root is the worst kept.
 * Scores that are not finite are dropped.
 */
export function topCandidates(candidates: Iterable<Candidate>, k: number): Candidate[] {
  const heap: Candidate[] = [];
  if (k < 1) return heap;
  for (const candidate of candidates) {
    if (!Number.isFinite(candidate.score)) continue;
    if (heap.length < k) {
      heap.push(candidate);
      if (heap.length === k) for (let at = (k >> 1) - 1; at >= 0; at--) sink(heap, at);
    } else if (compareCandidates(candidate, heap[0]!) < 0) {
      heap[0] = candidate;
      sink(heap, 0);
    }
  }
  return heap.sort(compareCandidates);
}

function sink(heap: Candidate[], from: number): void {
  const moving = heap[from]!;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compareCandidates(heap[child + 1]!, heap[child]!) > 0) child++;
    if (compareCandidates(heap[child]!, moving) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = moving;
}
