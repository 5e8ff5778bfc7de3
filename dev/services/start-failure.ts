/** Why something could not be started; stable, so that callers and tests need not match messages. */
export type StartFailureCode =
  | "binary_missing"
  | "child_failed"
  | "data_gone"
  | "data_in_use"
  | "disk_full"
  | "install_failed"
  | "no_database_user"
  | "no_free_port"
  | "node_too_old"
  | "not_reachable"
  | "port_taken";

/**
 * A start that failed for a reason that a person can do something about. `message` says what was
 * wrong and what to try; command-line programs print it without a stack trace and exit with 1.
 */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  readonly code: StartFailureCode;

  constructor(code: StartFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
