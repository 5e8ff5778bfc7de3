/** However few are sampled, a quiet shop has a trace to look at this often, for each isolate. */
const AT_LEAST_EVERY_MS = 5_000;

let lastAt = 0;

/** Whether the trace that begins now is kept from its head: by chance, or since none was for long. */
export function isSampled(ratio: number, nowMs: number): boolean {
  const isDue = ratio > 0 && nowMs - lastAt > AT_LEAST_EVERY_MS;
  if (!isDue && Math.random() >= ratio) return false;
  lastAt = nowMs;
  return true;
}
