import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { runningCommand } from "../services/leftover.ts";
import { StartFailure } from "../services/start-failure.ts";

const LOCK_FILE = "supervisor.lock";
const MAX_TRIES = 3;

/**
 * Takes a folder (all data of an installation, the storefront's build) for this process. A lock
 * whose process is gone (or whose number belongs to another program now) is taken over.
 * @returns the function that gives it back
 * @throws StartFailure `data_in_use`, naming the process that holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, LOCK_FILE);
  const content = `${process.pid}\n${runningCommand(process.pid)}\n`;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const file = openSync(path, "wx");
      writeSync(file, content);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = lockHolder(folder);
    if (holder) {
      throw new StartFailure(
        "data_in_use",
        `Process ${holder} already runs on ${folder}. Stop it first, or choose other data with --data DIR.`,
      );
    }
    rmSync(path, { force: true });
  }
  throw new StartFailure("data_in_use", `${path} is taken again and again by other processes.`);
}

/** Whether the lock that this process took is still there and its own. */
export function isLockOurs(folder: string): boolean {
  try {
    return Number.parseInt(readFileSync(join(folder, LOCK_FILE), "utf8"), 10) === process.pid;
  } catch {
    return false;
  }
}

/** The process that holds this folder, or undefined. */
export function lockHolder(folder: string): number | undefined {
  try {
    const [pid = "", command] = readFileSync(join(folder, LOCK_FILE), "utf8").split("\n");
    return runningCommand(Number(pid)) === command ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
