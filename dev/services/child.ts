import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { guardProcess, releaseProcess } from "./guard.ts";
import { stopLeftover } from "./leftover.ts";
import { logLength, logTail, withLogFile } from "./log-file.ts";
import { StartFailure } from "./start-failure.ts";

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;
const FIRST_PROBE_MS = 5;
const LAST_PROBE_MS = 60;

/** How a child ended. */
export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running child process. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves, never rejects, when the process is gone. */
  readonly exited: Promise<ChildExit>;
  /** Asks it to stop, kills it after the time allowed, resolves when it is gone. */
  stop(): Promise<void>;
  /** Sends a signal (SIGKILL by default) at once, without waiting: for tests of crashes. */
  kill(signal?: NodeJS.Signals): void;
}

export interface ChildOptions {
  /** Name for messages. */
  name: string;
  command: string;
  args: string[];
  /** The whole environment of the child; this process's own where absent. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its output is appended here. */
  logFile: string;
  /** Runs as this user (only root may). */
  user?: { uid: number; gid: number };
  /** Called again and again until it answers true; a rejection counts as false. */
  ready: () => Promise<boolean>;
  readyTimeoutMs?: number;
  /** The polite signal; SIGTERM where absent. */
  stopSignal?: NodeJS.Signals;
  stopTimeoutMs?: number;
  /** Names the process for the next start, should this process be killed. */
  pidFile?: { path: string; mark: string };
}

/**
 * Starts a program and waits until it is ready. It runs in a process group of its own, so that
 * Ctrl-C in the terminal reaches this process alone, which then stops its children in order. If
 * this process dies, the guard stops the child.
 * @throws StartFailure `child_failed` when it ends or is not ready in time, with its last log lines
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const stopSignal = options.stopSignal ?? "SIGTERM";
  if (options.pidFile) {
    const { path, mark } = options.pidFile;
    await stopLeftover({ pidFile: path, mark, signal: stopSignal });
  }
  const logStart = logLength(options.logFile);
  const process_ = withLogFile(options.logFile, (log) =>
    spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ["ignore", log, log],
      ...options.user,
    }),
  );
  let exit: ChildExit | undefined;
  let spawnError: Error | undefined;
  const exited = new Promise<ChildExit>((resolve) => {
    const done = (value: ChildExit) => {
      if (process_.pid) forget(process_.pid, options.pidFile?.path);
      exit = value;
      resolve(value);
    };
    process_.once("error", (error) => {
      spawnError = error;
      done({ code: null, signal: null });
    });
    process_.once("exit", (code, signal) => done({ code, signal }));
  });
  const pid = process_.pid ?? -1;
  if (pid > 0) {
    guardProcess(pid, stopSignal);
    if (options.pidFile) writeFileSync(options.pidFile.path, `${pid}\n`);
  }
  const child: Child = {
    name: options.name,
    pid,
    exited,
    stop: () => stopProcess({ child, ended: () => exit !== undefined, stopSignal, options }),
    kill: (signal = "SIGKILL") => void process_.kill(signal),
  };
  await waitUntilReady({ options, logStart, child, failed: () => spawnError ?? exit });
  return child;
}

/** After a child's end: whatever it started and left behind (workerd, say) goes with it. */
function forget(pid: number, pidFile: string | undefined): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing is left of its group, as it should be.
  }
  releaseProcess(pid);
  if (pidFile) rmSync(pidFile, { force: true });
}

async function stopProcess(stopping: {
  child: Child;
  ended: () => boolean;
  stopSignal: NodeJS.Signals;
  options: ChildOptions;
}): Promise<void> {
  const { child, ended, stopSignal, options } = stopping;
  if (ended()) return;
  child.kill(stopSignal);
  const timer = setTimeout(() => child.kill("SIGKILL"), options.stopTimeoutMs ?? STOP_TIMEOUT_MS);
  await child.exited;
  clearTimeout(timer);
}

async function waitUntilReady(waiting: {
  options: ChildOptions;
  logStart: number;
  child: Child;
  failed: () => Error | ChildExit | undefined;
}): Promise<void> {
  const { options, child, failed } = waiting;
  const timeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS;
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PROBE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LAST_PROBE_MS)) {
    if (await options.ready().catch(() => false)) {
      if (!failed()) return;
    }
    const failure = failed();
    if (failure || performance.now() > deadline) {
      if (!failure) await child.stop();
      throw new StartFailure("child_failed", describeFailure(waiting, failure, timeoutMs), {
        cause: failure instanceof Error ? failure : undefined,
      });
    }
    await Promise.race([sleep(pauseMs), child.exited]);
  }
}

function describeFailure(
  { options, logStart }: { options: ChildOptions; logStart: number },
  failure: Error | ChildExit | undefined,
  timeoutMs: number,
): string {
  const how = !failure
    ? `was not ready after ${timeoutMs / 1000} s`
    : failure instanceof Error
      ? `could not be started: ${failure.message}`
      : `ended at once (${failure.signal ?? `exit code ${failure.code}`})`;
  const tail = logTail(options.logFile, logStart);
  return `${options.name} ${how}. Its log is ${options.logFile}${tail ? `, ending:\n${tail}` : "."}`;
}
