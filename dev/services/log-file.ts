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
const TAIL_COLUMNS = 400;

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

/** How long a log is; 0 where there is none. Lines after this are a later start's. */
export function logLength(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/**
 * The last lines of a log written after its first `since` bytes, indented for an error message, and
 * cut where they are long; empty where there are none.
 */
export function logTail(path: string, since = 0): string {
  if (!existsSync(path)) return "";
  const lines = readFileSync(path).subarray(since).toString("utf8").trim().split("\n");
  return lines
    .slice(-TAIL_LINES)
    .map((line) => (line.length > TAIL_COLUMNS ? `${line.slice(0, TAIL_COLUMNS)}…` : line))
    .map((line) => `    ${line}`)
    .join("\n");
}
