import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { type Child, startChild } from "./services/child.ts";
import { freePort, isPortFree } from "./services/ports.ts";
import { ROOT } from "./supervisor/root.ts";
import { startTestServices } from "./testing/services.ts";

/** A worker built as the storefront is: a module, a configuration beside it, assets. */
const SOURCE = `
import { DurableObject } from "cloudflare:workers";
export class Counter extends DurableObject {
  async fetch() {
    const sql = this.ctx.storage.sql;
    sql.exec("create table if not exists visits (id integer primary key)");
    sql.exec("insert into visits default values");
    return new Response(String(sql.exec("select count(*) as n from visits").one().n));
  }
}
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/count") return env.COUNTER.get(env.COUNTER.idFromName("one")).fetch(request);
    return Response.json({
      secret: env.COOKIE_SECRET,
      overridden: env.NATS_WS_URL,
      kept: env.KEPT,
      hyperdrive: new URL(env.HYPERDRIVE.connectionString).pathname,
    });
  },
};`;

const { postgres, folder } = await startTestServices({ postgres: "empty" });
const port = await freePort();
mkdirSync(join(folder, "server"), { recursive: true });
mkdirSync(join(folder, "client"), { recursive: true });
writeFileSync(join(folder, "client", "hello.txt"), "an asset");
writeFileSync(join(folder, "server", "index.js"), SOURCE);
writeFileSync(
  join(folder, "server", "wrangler.json"),
  JSON.stringify({
    name: "test",
    main: "index.js",
    compatibility_date: "2026-10-01",
    compatibility_flags: ["nodejs_compat"],
    no_bundle: true,
    assets: { directory: "../client" },
    vars: { KEPT: "as configured", NATS_WS_URL: "ws://of.the.configuration" },
    durable_objects: { bindings: [{ name: "COUNTER", class_name: "Counter" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Counter"] }],
    hyperdrive: [{ binding: "HYPERDRIVE", id: "00000000000000000000000000000000" }],
  }),
);

const running: Child[] = [];
afterAll(() => Promise.all(running.map((child) => child.stop())));

async function startHost(): Promise<Child> {
  const child = await startChild({
    name: "The edge's host",
    command: process.execPath,
    args: [join(ROOT, "dev/edge-host.ts")],
    env: {
      ...process.env,
      EDGE_WORKER_CONFIG: join(folder, "server", "wrangler.json"),
      EDGE_DATA_DIR: join(folder, "edge"),
      EDGE_PORT: String(port),
      DATABASE_URL: postgres.appUrl,
      COOKIE_SECRET: "of the environment",
      NATS_WS_URL: "ws://of.the.environment",
    },
    logFile: join(folder, "edge.log"),
    ready: async () => (await fetch(`http://127.0.0.1:${port}/`)).ok,
  });
  running.push(child);
  return child;
}

const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

test("a build runs with the environment's addresses, and its Durable Objects outlive a restart", async () => {
  const first = await startHost();
  expect(JSON.parse(await get("/"))).toEqual({
    secret: "of the environment",
    overridden: "ws://of.the.environment",
    kept: "as configured",
    hyperdrive: new URL(postgres.appUrl).pathname,
  });
  expect(await get("/hello.txt")).toBe("an asset");
  expect(await get("/count")).toBe("1");
  await first.stop();
  expect(await first.exited).toEqual({ code: 0, signal: null });
  const second = await startHost();
  expect(await get("/count")).toBe("2");
  second.kill();
  await second.exited;
  // Its workerd, a process of its own, must not go on answering at the port.
  while (!(await isPortFree(port))) await sleep(20);
  await startHost();
  expect(await get("/count")).toBe("3");
});
