import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startChild } from "../services/child.ts";
import { logLength, logTail } from "../services/log-file.ts";
import { StartFailure } from "../services/start-failure.ts";
import { lockFolder } from "./folder-lock.ts";
import { ROOT } from "./root.ts";

/** All that the build reads. */
const INPUTS = [
  "contracts",
  "edge",
  "illustrations",
  "migrations/schema",
  "storefront",
  "wrangler.toml",
  "package-lock.json",
  "tsconfig.base.json",
];
const NOT_INPUTS = new Set(["node_modules", "build", ".react-router", ".wrangler", ".vite"]);
const BUILD_FOLDER = join(ROOT, "storefront/build");
const STAMP = join(BUILD_FOLDER, "inputs.sha256");
const BUILD_TIMEOUT_MS = 240_000;
const LOCK_POLL_MS = 100;

/** The configuration that the build writes for the worker. */
export const WORKER_CONFIG = join(BUILD_FOLDER, "server/wrangler.json");

const BUILD_ID_LETTERS = 16;

/** Names the present build: pages that an older one put into the cache are not served. */
export function buildId(): string {
  return readFileSync(STAMP, "utf8").slice(0, BUILD_ID_LETTERS);
}

/**
 * Builds the storefront and its worker for production, unless nothing that it reads has changed.
 * Another supervisor that builds at this moment is waited for.
 * @returns whether it was built now
 * @throws StartFailure `child_failed` with the last lines of the build's output
 */
export async function buildStorefront(options: {
  logFile: string;
  signal: AbortSignal;
}): Promise<boolean> {
  const unlock = await buildLock(options.signal);
  try {
    const digest = inputsDigest();
    if (existsSync(WORKER_CONFIG) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) {
      return false;
    }
    // Should this build not come to its end, the old stamp must not vouch for what it leaves.
    rmSync(STAMP, { force: true });
    await runBuild(options);
    writeFileSync(STAMP, digest);
    return true;
  } finally {
    unlock();
  }
}

async function buildLock(signal: AbortSignal): Promise<() => void> {
  const deadline = Date.now() + BUILD_TIMEOUT_MS;
  for (;;) {
    try {
      return lockFolder(BUILD_FOLDER);
    } catch (error) {
      const isHeld = error instanceof StartFailure && error.code === "data_in_use";
      if (!isHeld || Date.now() > deadline) throw error;
      await sleep(LOCK_POLL_MS, undefined, { signal });
    }
  }
}

async function runBuild(options: { logFile: string; signal: AbortSignal }): Promise<void> {
  const logStart = logLength(options.logFile);
  const child = await startChild({
    name: "The storefront's build",
    command: process.execPath,
    args: [join(ROOT, "node_modules/@react-router/dev/bin.cjs"), "build"],
    cwd: join(ROOT, "storefront"),
    env: { ...process.env, NODE_ENV: "production", WRANGLER_SEND_METRICS: "false" },
    logFile: options.logFile,
    ready: async () => true,
  });
  const abort = () => void child.stop();
  options.signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, BUILD_TIMEOUT_MS);
  const exit = await child.exited;
  clearTimeout(timer);
  options.signal.removeEventListener("abort", abort);
  if (exit.code === 0 && existsSync(WORKER_CONFIG)) return;
  const how = exit.code === 0 ? `it wrote no ${WORKER_CONFIG}` : (exit.signal ?? exit.code);
  throw new StartFailure(
    "child_failed",
    `The storefront's build failed (${how}). Its log is ${options.logFile}, ending:\n${logTail(options.logFile, logStart)}`,
  );
}

/** SHA-256 over the names and contents of all inputs. */
function inputsDigest(): string {
  const hash = createHash("sha256");
  for (const input of INPUTS) {
    for (const file of filesOf(join(ROOT, input))) {
      hash.update(`${relative(ROOT, file)}\n`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !NOT_INPUTS.has(name) && !name.includes(".test."))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
