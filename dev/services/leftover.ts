import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const STOP_TIMEOUT_MS = 8_000;
const POLL_MS = 40;

/** Whether the number is taken, if only by a zombie or by another user's process. */
function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command line of a running process; undefined when it is gone, or a zombie. */
export function runningCommand(pid: number): string | undefined {
  if (!isTaken(pid)) return undefined;
  try {
    const answer = execFileSync("ps", ["-o", "stat=,args=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
    return answer === "" || answer.startsWith("Z") ? undefined : answer.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}

/** Running processes of a group (a child and what it started itself) whose command has `mark`. */
function groupMembers(group: number, mark: string): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,pgid=,stat=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, pid, pgid, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    const isOurs = Number(pgid) === group && !state?.startsWith("Z") && command?.includes(mark);
    return isOurs ? [Number(pid)] : [];
  });
}

/**
 * Stops the process that an earlier, killed supervisor left behind and named in `pidFile` (first
 * line), and what it had started itself. A number that now belongs to another program (its command
 * line lacks `mark`) is left alone. Afterwards the file is gone, except where no such process
 * exists at all: then the program itself knows best what its file means.
 */
export async function stopLeftover(options: {
  pidFile: string;
  mark: string;
  signal: NodeJS.Signals;
}): Promise<void> {
  const { pidFile, mark, signal } = options;
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  if (!(pid > 1)) return;
  const isOurs = () => runningCommand(pid)?.includes(mark) === true;
  if (isOurs()) {
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isOurs() && Date.now() < deadline) await sleep(POLL_MS);
  }
  for (const member of groupMembers(pid, mark)) process.kill(member, "SIGKILL");
  if (isTaken(pid)) rmSync(pidFile, { force: true });
}
