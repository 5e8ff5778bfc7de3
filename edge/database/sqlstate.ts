/**
 * What PostgreSQL says of values that no column can hold: a NUL in text, a number or a date out of
 * range, a lone surrogate in JSON. They come from whoever asked.
 */
const unfit: ReadonlySet<unknown> = new Set(["22021", "22P05", "22003", "22008"]);
/** What `slipstream_mark_done` raises. */
const takenOver: ReadonlySet<unknown> = new Set(["SL409"]);

/** True for an error that PostgreSQL raised because of a value that it was given. */
export function isUnfitValue(error: unknown): boolean {
  return has(error, unfit);
}

/** True where a request was taken for abandoned and its twin does it: nothing was written. */
export function isTakenOver(error: unknown): boolean {
  return has(error, takenOver);
}

function has(error: unknown, states: ReadonlySet<unknown>): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && states.has(cause.code)) return true;
  }
  return false;
}
