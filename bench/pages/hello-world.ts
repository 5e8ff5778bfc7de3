import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "@slipstream/dev/services/child";
import { freePort } from "@slipstream/dev/services/ports";
import { ROOT } from "@slipstream/dev/supervisor/root";

const folder = fileURLToPath(new URL("../hello-world", import.meta.url));

/**
 * Builds the React Router hello world and serves it as the shop is served: the same program, the
 * same workerd, a process of its own.
 */
export async function startHelloWorld(
  scratch: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  await build();
  const port = await freePort();
  const child = await startChild({
    name: "The hello world",
    command: process.execPath,
    args: [join(ROOT, "dev/edge-host.ts")],
    env: {
      ...process.env,
      NODE_ENV: "production",
      EDGE_WORKER_CONFIG: join(folder, "build/server/wrangler.json"),
      EDGE_DATA_DIR: join(scratch, "hello-world"),
      EDGE_PORT: String(port),
      DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1/none",
      WRANGLER_SEND_METRICS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
    logFile: join(scratch, "hello-world.log"),
    ready: async () => (await fetch(`http://127.0.0.1:${port}/`)).ok,
  });
  return { url: `http://localhost:${port}`, stop: () => child.stop() };
}

async function build(): Promise<void> {
  const compiler = spawn(
    process.execPath,
    [join(ROOT, "node_modules/@react-router/dev/bin.cjs"), "build"],
    {
      cwd: folder,
      env: { ...process.env, NODE_ENV: "production", WRANGLER_SEND_METRICS: "false" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const code = await new Promise((resolve) => compiler.on("exit", resolve));
  if (code !== 0) throw new Error(`the hello world does not build (exit code ${code})`);
}
