/** Why a rebuild could not be done; nothing of the live state was touched, unless it says so. */
export type RebuildCode =
  /** EVENTS does not begin at its first event any more. */
  | "log_incomplete"
  /** Redis knows of no event that was applied. */
  | "nothing_applied"
  /** Messages that are on EVENTS do not come. */
  | "log_gap"
  /** People were erased while the state was built, again and again. */
  | "deletion_meanwhile"
  /** Somebody else took the partitions. */
  | "hold_lost"
  /** An earlier rebuild broke off while it put its state in place. */
  | "swap_unfinished"
  /** There are no running stores to rebuild from. */
  | "no_installation"
  /** The arguments make no sense. */
  | "usage";

/** A rebuild did not come to its end; `code` is stable. */
export class RebuildError extends Error {
  override readonly name = "RebuildError";
  readonly code: RebuildCode;

  constructor(code: RebuildCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
