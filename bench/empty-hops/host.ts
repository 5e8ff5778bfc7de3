import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { z } from "zod";

/* Runs the empty worker in workerd, as the shop's own is run; a process of its own. */

const environment = z
  .object({
    HOPS_PORT: z.coerce.number().int(),
    HOPS_DATA_DIR: z.string(),
    ANSWER_URL: z.url(),
    NATS_WS_URL: z.string(),
    INTERNAL_SECRET: z.string(),
  })
  .parse(process.env);

const bundle = await build({
  entryPoints: [fileURLToPath(new URL("worker.js", import.meta.url))],
  bundle: true,
  write: false,
  format: "esm",
  target: "es2024",
  conditions: ["workerd", "browser", "import"],
  external: ["cloudflare:*", "node:*"],
});

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: environment.HOPS_PORT,
    cf: false,
    telemetry: { enabled: false },
    log: new Log(LogLevel.WARN),
    resourcePersistencePath: environment.HOPS_DATA_DIR,
    workers: [
      {
        name: "empty-hops",
        modules: true,
        script: bundle.outputFiles[0]!.text,
        compatibilityDate: "2026-10-01",
        compatibilityFlags: ["nodejs_compat"],
        durableObjects: { HUB: { className: "Hub", useSQLite: true } },
        bindings: {
          ANSWER_URL: environment.ANSWER_URL,
          NATS_WS_URL: environment.NATS_WS_URL,
          SECRET: environment.INTERNAL_SECRET,
        },
      },
    ],
  }),
);
await miniflare.ready;
process.on("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit(0);
});
