/** An event that failed this often, in place, is poison. */
export const MAX_ATTEMPTS = 2;

/** An event that the processor failed on: a bug, or data that no check foresaw. */
export class ApplyError extends Error {
  override readonly name = "ApplyError";
  readonly code = "apply_failed";
  readonly sequence: number;

  constructor(sequence: number, cause: unknown) {
    super(`event ${sequence} could not be applied`, { cause });
    this.sequence = sequence;
  }
}

/** How often an event failed, and with what the last time. */
export interface FailedAttempts {
  count: number;
  error: ApplyError;
}

/** True for an event that failed so often that it is not tried again. */
export function isGivenUp(
  attempts: ReadonlyMap<number, FailedAttempts>,
  sequence: number,
): boolean {
  return (attempts.get(sequence)?.count ?? 0) >= MAX_ATTEMPTS;
}
