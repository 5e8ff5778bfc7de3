import { readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
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

function workerOptions(environment: z.infer<typeof environmentSchema>) {
  // Read by wrangler below: it refuses a binding that has no local connection string.
  process.env[`CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_${HYPERDRIVE_BINDING}`] =
    environment.DATABASE_URL;
  const built = unstable_getMiniflareWorkerOptions(environment.EDGE_WORKER_CONFIG);
  const { modulesRules: _unsupported, bindings, ...options } = built.workerOptions;
  if (!built.main) throw new Error(`${environment.EDGE_WORKER_CONFIG} names no main module`);
  const variables = Object.fromEntries(
    WORKER_VARIABLES.map((name) => [name, process.env[name]]).filter(([, value]) => value),
  );
  const worker = {
    ...options,
    name: "slipstream",
    modules: modulesOf(built.main),
    modulesRoot: dirname(built.main),
    bindings: { ...(bindings as Record<string, string>), ...variables },
    // Straight into the worker: the public port leads through Miniflare's own and the assets'.
    unsafeDirectSockets:
      environment.EDGE_INTERNAL_PORT === undefined
        ? []
        : [{ host: "127.0.0.1", port: environment.EDGE_INTERNAL_PORT, entrypoint: "Internal" }],
  };
  return [worker, ...built.externalWorkers];
}

const environment = environmentSchema.parse(process.env);
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: environment.EDGE_HOST,
    port: environment.EDGE_PORT,
    cf: false,
    telemetry: { enabled: false },
    logRequests: false,
    log: new Log(LogLevel.WARN),
    resourcePersistencePath: environment.EDGE_DATA_DIR,
    workers: workerOptions(environment),
  }),
);
await miniflare.ready;

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // Miniflare's own listener ends the process before requests in flight are answered.
  process.removeAllListeners(signal);
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await miniflare.dispose();
    process.exit(0);
  });
}
