export interface BackoffSettings {
  /** Failures in a row so far, 1 for the first. */
  failures: number;
  baseMs: number;
  capMs: number;
  /** A number in 0 … 1; Math.random unless told. */
  random?: () => number;
}

/**
 * Milliseconds to wait before the next try: doubled with each failure up to the cap, of which a
 * random half is taken away, so that shops full of browsers do not come back in one wave.
 */
export function backoffMs({
  failures,
  baseMs,
  capMs,
  random = Math.random,
}: BackoffSettings): number {
  const full = Math.min(capMs, baseMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
