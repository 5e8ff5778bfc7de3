/** Places by what stands at each: the higher value is better, of equal ones the lower row. */
export interface Scored {
  values: Float64Array;
  rows: Int32Array;
}

/*
 * Heaps of places in place, with the worst at the root. No comparing function is called: that is
 * what sorting typed arrays spends its time on.
 */

/** Sorts places, the best first; their values must be numbers. Returns them. */
export function sortBestFirst<Places extends Int32Array>(places: Places, by: Scored): Places {
  heapify(places, places.length, by);
  for (let last = places.length - 1; last > 0; last--) {
    const worst = places[0]!;
    places[0] = places[last]!;
    places[last] = worst;
    sink({ heap: places, size: last }, 0, by);
  }
  return places;
}

/** Places looked at beyond those wanted, as a share of them: so many may be refused. */
const SPARE_SHARE = 0.25;

/**
 * The `k` places of the highest finite values among the first `count` whose rows `accepts`, the best
 * first. Most rows are accepted: the best few are found first and then asked about, and only where
 * too many of them are refused is every row asked about that would get in.
 */
export function bestPlaces(
  by: Scored & { count: number },
  k: number,
  accepts?: (row: number) => boolean,
): Int32Array<ArrayBuffer> {
  if (accepts === undefined) return highestPlaces(by, k);
  const wanted = k + Math.ceil(SPARE_SHARE * k);
  const best = highestPlaces(by, wanted);
  let size = 0;
  for (let at = 0; at < best.length && size < k; at++) {
    if (accepts(by.rows[best[at]!]!)) best[size++] = best[at]!;
  }
  const isAll = size === k || best.length < wanted;
  return isAll ? best.subarray(0, size) : highestPlaces(by, k, accepts);
}

function highestPlaces(
  by: Scored & { count: number },
  k: number,
  accepts?: (row: number) => boolean,
): Int32Array<ArrayBuffer> {
  const { values, rows, count } = by;
  const best = new Int32Array(Math.min(k, count));
  if (best.length === 0) return best;
  let size = 0;
  let floor = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < count; place++) {
    const value = values[place]!;
    if (!(value >= floor && Number.isFinite(value))) continue;
    const isFull = size === best.length;
    if (isFull && value === floor && rows[place]! > rows[best[0]!]!) continue;
    if (accepts !== undefined && !accepts(rows[place]!)) continue;
    if (isFull) {
      best[0] = place;
      sink({ heap: best, size }, 0, by);
    } else {
      best[size++] = place;
      if (size < best.length) continue;
      heapify(best, size, by);
    }
    floor = values[best[0]!]!;
  }
  return sortBestFirst(best.subarray(0, size), by);
}

function heapify(heap: Int32Array, size: number, by: Scored): void {
  for (let at = (size >> 1) - 1; at >= 0; at--) sink({ heap, size }, at, by);
}

/** Restores the heap below a place of it. */
function sink({ heap, size }: { heap: Int32Array; size: number }, from: number, by: Scored): void {
  const { values, rows } = by;
  const moving = heap[from]!;
  const value = values[moving]!;
  const row = rows[moving]!;
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && isWorse(by, heap[child + 1]!, heap[child]!)) child++;
    const other = heap[child]!;
    const others = values[other]!;
    if (others > value || (others === value && rows[other]! < row)) break;
    heap[at] = other;
    at = child;
  }
  heap[at] = moving;
}

function isWorse({ values, rows }: Scored, place: number, other: number): boolean {
  const own = values[place]!;
  const others = values[other]!;
  return own < others || (own === others && rows[place]! > rows[other]!);
}
