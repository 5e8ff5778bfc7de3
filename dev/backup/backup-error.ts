/** There is nothing to back up, or nowhere to put it; the message says what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  readonly code: "not_empty" | "log_moved_on" | "no_backup" | "no_installation";

  constructor(code: BackupError["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
