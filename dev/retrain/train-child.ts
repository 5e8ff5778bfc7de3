import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../supervisor/root.ts";

/** Training yields to whoever serves. */
const NICENESS = "15";
const HEAP_MB = 1_536;
const MAX_MS = 60 * 60_000;

/**
 * Trains a shop's models on its archive in a process of its own, below all others in rank and bounded
 * in memory and time; the ranker goes to shadow. Resolves to the exit code, null for one that was ended.
 */
export function trainInChild(options: {
  shop: string;
  out: string;
  signal: AbortSignal;
}): Promise<number | null> {
  const { shop, out, signal } = options;
  const child = spawn(
    "nice",
    [
      ...["-n", NICENESS, process.execPath, `--max-old-space-size=${HEAP_MB}`],
      ...[join(ROOT, "dev/train.ts"), "--archive", "--shop", shop, "--out", out, "--shadow"],
    ],
    {
      stdio: "inherit",
      signal: AbortSignal.any([signal, AbortSignal.timeout(MAX_MS)]),
      killSignal: "SIGTERM",
    },
  );
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      if (error.name === "AbortError") resolve(null);
      else reject(error);
    });
    child.once("exit", resolve);
  });
}
