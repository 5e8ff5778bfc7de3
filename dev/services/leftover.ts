import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const STOP_TIMEOUT_MS = 8_000;
const POLL_MS = 25;

/** Whether a process with this number exists (also one that belongs to another user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command line of a process, or undefined when there is no such process. */
function commandLine(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Stops the process that an earlier, killed supervisor left behind and named in `pidFile` (first
 * line). A number that now belongs to another program (its command line lacks `mark`) is left
 * alone. The file is removed in both cases.
 */
export async function stopLeftover(options: {
  pidFile: string;
  mark: string;
  signal: NodeJS.Signals;
}): Promise<void> {
  if (!existsSync(options.pidFile)) return;
  const pid = Number.parseInt(readFileSync(options.pidFile, "utf8"), 10);
  if (Number.isInteger(pid) && pid > 1 && commandLine(pid)?.includes(options.mark)) {
    process.kill(pid, options.signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isAlive(pid) && Date.now() < deadline) await sleep(POLL_MS);
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
  rmSync(options.pidFile, { force: true });
}
