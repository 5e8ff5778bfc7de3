import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { TestProject } from "vitest/node";
import { freePort } from "../services/ports.ts";
import { startSystem } from "../supervisor/system.ts";
import type { System } from "../supervisor/system-options.ts";
import { temporaryFolder } from "./temporary-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for the system; see sharedSystem. */
    sharedSystemUrl: string;
  }
}

/**
 * Vitest's global set-up: one system with the demo shop for all test files that ask for it, started
 * for the first of them and stopped after the last one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let system: Promise<System> | undefined;
  const app = new Hono();
  app.onError((error, context) => context.text(error.message, 500));
  app.get("/", async (context) => {
    system ??= startSystem({
      dataDir: join(temporaryFolder(), "data"),
      port: 0,
      durable: false,
      environment: { PATH: process.env.PATH },
    });
    const { urls } = await system;
    return context.json({ urls });
  });
  const port = await freePort();
  const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" });
  project.provide("sharedSystemUrl", `http://127.0.0.1:${port}`);
  return async () => {
    server.close();
    await (await system?.catch(() => undefined))?.stop();
  };
}
