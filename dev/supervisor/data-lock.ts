import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { runningCommand } from "../services/leftover.ts";
import { StartFailure } from "../services/start-failure.ts";

const LOCK_FILE = "supervisor.lock";
const MAX_TRIES = 3;

/**
 * Takes the data folder for this process. A lock whose process is gone (or whose number belongs to
 * another program now) is taken over.
 * @returns the function that gives it back
 * @throws StartFailure `data_in_use`, naming the process that holds it
 */
export function lockData(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, LOCK_FILE);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const file = openSync(path, "wx");
      writeSync(file, `${process.pid}\n${runningCommand(process.pid)}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = lockHolder(dataDir);
    if (holder) {
      throw new StartFailure(
        "data_in_use",
        `Process ${holder} already runs on ${dataDir}. Stop it first, or choose other data with --data DIR.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new StartFailure("data_in_use", `${path} is taken again and again by other processes.`);
}

/** The process that runs on this data folder, or undefined. */
export function lockHolder(dataDir: string): number | undefined {
  try {
    const [pid = "", command] = readFileSync(join(dataDir, LOCK_FILE), "utf8").split("\n");
    return runningCommand(Number(pid)) === command ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
