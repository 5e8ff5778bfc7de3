import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";

/** A log larger than this is put aside (one generation, `NAME.log.1`) at the next start. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;
const TAIL_LINES = 12;

/** Opens a log for appending, making its folder; hands the descriptor to `use`, then closes it. */
export function withLogFile<T>(path: string, use: (descriptor: number) => T): T {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, "a");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The last lines of a log, indented for an error message; empty where there is no log. */
export function logTail(path: string): string {
  if (!existsSync(path)) return "";
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines
    .slice(-TAIL_LINES)
    .map((line) => `    ${line}`)
    .join("\n");
}
