import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { startChild } from "../services/child.ts";
import { logTail } from "../services/log-file.ts";
import { StartFailure } from "../services/start-failure.ts";
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
const STAMP = join(ROOT, "storefront/build/inputs.sha256");
const BUILD_TIMEOUT_MS = 240_000;

/** The configuration that the build writes for the worker. */
export const WORKER_CONFIG = join(ROOT, "storefront/build/server/wrangler.json");

const BUILD_ID_LETTERS = 16;

/** Names the present build: pages that an older one put into the cache are not served. */
export function buildId(): string {
  return readFileSync(STAMP, "utf8").slice(0, BUILD_ID_LETTERS);
}

/**
 * Builds the storefront and its worker for production, unless nothing that it reads has changed.
 * @returns whether it was built now
 * @throws StartFailure `child_failed` with the last lines of the build's output
 */
export async function buildStorefront(options: {
  logFile: string;
  signal?: AbortSignal;
}): Promise<boolean> {
  const digest = inputsDigest();
  if (existsSync(WORKER_CONFIG) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest) {
    return false;
  }
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
  options.signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, BUILD_TIMEOUT_MS);
  const exit = await child.exited;
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", abort);
  if (exit.code !== 0 || !existsSync(WORKER_CONFIG)) {
    throw new StartFailure(
      "child_failed",
      `The storefront's build failed (${exit.signal ?? `exit code ${exit.code}`}). Its log is ${options.logFile}, ending:\n${logTail(options.logFile)}`,
    );
  }
  writeFileSync(STAMP, digest);
  return true;
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
