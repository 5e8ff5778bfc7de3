import { readdirSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { z } from "zod";
import { WORKER_VARIABLES } from "./supervisor/child-environment.ts";

/*
 * The edge worker's production build in workerd, with Durable Objects and cache kept on disk. The
 * supervisor runs this; by hand: EDGE_WORKER_CONFIG=storefront/build/server/wrangler.json and the
 * variables of .env.example. `wrangler dev` would do, but puts a proxy in front that is several
 * times slower than the worker.
 */

const HYPERDRIVE_BINDING = "HYPERDRIVE";
const ASSETS_BINDING = "ASSETS";
const CLOCK_MS = 60_000;
/**
 * Room for what lives a moment only: with V8's own, an event's garbage is old before it is collected,
 * and the collections of the old, some 200 ms each, make the slowest rails (record 0098).
 */
const V8_FLAGS = "--min-semi-space-size=32 --max-semi-space-size=64";

const MODULE_TYPES: Record<string, "CompiledWasm" | "Data" | "ESModule" | "Text"> = {
  ".bin": "Data",
  ".html": "Text",
  ".js": "ESModule",
  ".mjs": "ESModule",
  ".txt": "Text",
  ".wasm": "CompiledWasm",
};

const environmentSchema = z.object({
  EDGE_WORKER_CONFIG: z.string(),
  EDGE_DATA_DIR: z.string(),
  EDGE_HOST: z.string().default("127.0.0.1"),
  EDGE_PORT: z.coerce.number().int(),
  /** A second port, straight into the entry point `Internal`; absent: none. */
  EDGE_INTERNAL_PORT: z.coerce.number().int().optional(),
  DATABASE_URL: z.url(),
});

const assetsSchema = z.looseObject(
  { directory: z.string() },
  { error: "the worker's configuration names no folder of assets" },
);

/** Every module of the build, the main one first. */
function modulesOf(main: string): { type: (typeof MODULE_TYPES)[string]; path: string }[] {
  const files = readdirSync(dirname(main), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in MODULE_TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  return [main, ...files.filter((file) => file !== main)].map((path) => ({
    type: MODULE_TYPES[extname(path)] ?? "ESModule",
    path,
  }));
}

/**
 * A module around the build's main one: its entry point `Front` serves what lies in the folder of
 * assets and leaves the rest to the worker, as Miniflare's own workers would, without their cost.
 */
function frontModule(main: string, assets: string): { contents: string; path: string } {
  const files = readdirSync(assets, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative(assets, join(entry.parentPath, entry.name))}`);
  const contents = `
import { WorkerEntrypoint } from "cloudflare:workers";
import worker from "./${basename(main)}";
export * from "./${basename(main)}";
export default worker;
const files = new Set(${JSON.stringify(files)});
export class Front extends WorkerEntrypoint {
  fetch(request) {
    const path = /^[^:]+:\\/\\/[^/]*([^?#]*)/.exec(request.url)?.[1];
    if (files.has(path)) return this.env.${ASSETS_BINDING}.fetch(request);
    return worker.fetch(request, this.env, this.ctx);
  }
}`;
  return { contents, path: join(dirname(main), "front.mjs") };
}

function workerOptions(environment: z.infer<typeof environmentSchema>) {
  // Read by wrangler below: it refuses a binding that has no local connection string.
  process.env[`CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_${HYPERDRIVE_BINDING}`] =
    environment.DATABASE_URL;
  const built = unstable_getMiniflareWorkerOptions(environment.EDGE_WORKER_CONFIG);
  const { modulesRules: _unsupported, bindings, assets, ...options } = built.workerOptions;
  if (!built.main) throw new Error(`${environment.EDGE_WORKER_CONFIG} names no main module`);
  const files = assetsSchema.parse(assets);
  const front = frontModule(built.main, files.directory);
  const variables = Object.fromEntries(
    WORKER_VARIABLES.map((name) => [name, process.env[name]]).filter(([, value]) => value),
  );
  const worker = {
    ...options,
    name: "slipstream",
    assets: { ...files, binding: ASSETS_BINDING },
    modules: [{ type: "ESModule" as const, ...front }, ...modulesOf(built.main)],
    modulesRoot: dirname(built.main),
    bindings: { ...(bindings as Record<string, string>), ...variables },
    // Straight into the worker: Miniflare's own port leads through four workers of its own.
    unsafeDirectSockets: [
      { host: environment.EDGE_HOST, port: environment.EDGE_PORT, entrypoint: "Front" },
      ...(environment.EDGE_INTERNAL_PORT === undefined
        ? []
        : [{ host: "127.0.0.1", port: environment.EDGE_INTERNAL_PORT, entrypoint: "Internal" }]),
    ],
  };
  return [worker, ...built.externalWorkers];
}

const environment = environmentSchema.parse(process.env);
process.env.MINIFLARE_WORKERD_V8_FLAGS ??= V8_FLAGS;
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    logRequests: false,
    log: new Log(LogLevel.WARN),
    resourcePersistencePath: environment.EDGE_DATA_DIR,
    workers: workerOptions(environment),
  }),
);
await miniflare.ready;

// Its clock: what the worker's [triggers] are where it is deployed.
const clock = setInterval(async () => {
  try {
    const worker = await miniflare.getWorker("slipstream");
    await worker.scheduled({ scheduledTime: new Date(), cron: "* * * * *" });
  } catch (error) {
    if (!stopping) console.error("the worker's clock did not strike:", error);
  }
}, CLOCK_MS);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Miniflare's own listener ends the process before requests in flight are answered.
  process.removeAllListeners(signal);
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    clearInterval(clock);
    await miniflare.dispose();
    process.exit(0);
  });
}
