import type { Log } from "./log.ts";
import { LogError } from "./log-error.ts";

/** @throws LogError `log_empty`, `log_one_item`, `log_one_visitor` */
export function checkLog(log: Pick<Log, "length" | "rows" | "sessions">): void {
  if (log.length === 0) {
    throw new LogError(
      "log_empty",
      "The log has no positive event: nothing can be learnt from it.",
    );
  }
  if (log.rows.every((row) => row === log.rows[0])) {
    throw new LogError("log_one_item", "The log is all of one item: there is nothing to choose.");
  }
  if (log.sessions.every((session) => session === log.sessions[0])) {
    throw new LogError(
      "log_one_visitor",
      "The log is all of one session or user: nobody can learn from it for another.",
    );
  }
}
