/**
 * What PostgreSQL says of values that no column can hold: a NUL in text, a number or a date out of
 * range, a lone surrogate in JSON. They come from whoever asked.
 */
const unfit: ReadonlySet<unknown> = new Set(["22021", "22P05", "22003", "22008"]);

/** True for an error that PostgreSQL raised because of a value that it was given. */
export function isUnfitValue(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && unfit.has(cause.code)) return true;
  }
  return false;
}
