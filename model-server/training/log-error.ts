/** Why nothing can be learnt or measured from a log. */
export type LogErrorCode =
  /** No positive event is in it. */
  | "log_empty"
  /** All of it is one item: there is nothing to choose. */
  | "log_one_item"
  /** All of it is one visitor: there is nobody to learn from for another. */
  | "log_one_visitor"
  /** The protocol leaves no question to ask. */
  | "log_nothing_to_predict"
  /** No model can be made of so little. */
  | "log_too_small"
  /** The protocol needs what the log does not have. */
  | "log_protocol_unsuitable";

/** A log that no recommender can be trained on or measured with; `code` is stable. */
export class LogError extends Error {
  override readonly name = "LogError";
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
