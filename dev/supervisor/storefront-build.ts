import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
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

const BUILT_CONFIG = join(BUILD_FOLDER, "server/wrangler.json");

/** A build of one's own: whoever builds next does not take its files away while it runs. */
export interface StorefrontBuild {
  /** Names it: pages that an older one put into the cache are not served. */
  id: string;
  /** The configuration that the build wrote for the worker. */
  workerConfig: string;
  isNew: boolean;
}

const BUILD_ID_LETTERS = 16;

/**
 * The storefront and its worker, built for production from the present sources and copied to
 * `folder`. Nothing is built when nothing that the build reads has changed. Another supervisor that
 * builds at this moment is waited for.
 * @throws StartFailure `child_failed` with the last lines of the build's output
 */
export async function buildStorefront(options: {
  folder: string;
  logFile: string;
  signal: AbortSignal;
}): Promise<StorefrontBuild> {
  const unlock = await buildLock(options.signal);
  try {
    const digest = inputsDigest();
    const id = digest.slice(0, BUILD_ID_LETTERS);
    const own = join(options.folder, id);
    const workerConfig = join(own, "server/wrangler.json");
    if (existsSync(workerConfig)) return { id, workerConfig, isNew: false };
    const isBuilt =
      existsSync(BUILT_CONFIG) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest;
    if (!isBuilt) {
      // Should this build not come to its end, the old stamp must not vouch for what it leaves.
      rmSync(STAMP, { force: true });
      await runBuild(options);
      writeFileSync(STAMP, digest);
    }
    copyBuild(options.folder, own);
    return { id, workerConfig, isNew: !isBuilt };
  } finally {
    unlock();
  }
}

/** Copies the build to `own`, whole or not at all, in place of every other one in `folder`. */
function copyBuild(folder: string, own: string): void {
  rmSync(folder, { recursive: true, force: true });
  const partial = `${own}.partial`;
  for (const part of ["client", "server"]) {
    cpSync(join(BUILD_FOLDER, part), join(partial, part), { recursive: true });
  }
  renameSync(partial, own);
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
  if (exit.code === 0 && existsSync(BUILT_CONFIG)) return;
  const how = exit.code === 0 ? `it wrote no ${BUILT_CONFIG}` : (exit.signal ?? exit.code);
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
