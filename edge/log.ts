import { env } from "cloudflare:workers";

const levels = ["debug", "info", "warn", "error", "silent"];
type Level = "debug" | "info" | "warn" | "error";

// A worker's console is its log: Cloudflare collects it, and so does the supervisor.
const { debug, info, warn, error } = console;
const writers: Record<Level, (line: string) => void> = { debug, info, warn, error };

/** One structured line, for people and collectors alike; errors are written with their causes. */
export function log(level: Level, message: string, fields: Record<string, unknown> = {}): void {
  const least = "LOG_LEVEL" in env ? String(env.LOG_LEVEL) : "info";
  if (levels.indexOf(level) < levels.indexOf(least)) return;
  const line = JSON.stringify({ level, at: new Date().toISOString(), message, ...fields }, plain);
  writers[level](line);
}

function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  const code = "code" in value ? value.code : undefined;
  return { name, code, message, cause };
}
