import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import type { TestProject } from "vitest/node";
import { z } from "zod";
import { SharedPostgres } from "./shared-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for a database; see startTestServices. */
    testDatabasesUrl: string;
  }
}

const createSchema = z.object({ kind: z.enum(["empty", "migrated"]) });
const urlsSchema = z.object({ adminUrl: z.url(), ownerUrl: z.url(), appUrl: z.url() });

/** One for the whole run, though every project runs this set-up in a module graph of its own. */
const shared = globalThis as typeof globalThis & {
  slipstreamTestDatabases?: { url: Promise<string>; users: number; close: () => Promise<void> };
};

/**
 * Vitest's global set-up: a small HTTP server in Vitest's main process, from which test files in
 * other processes get databases. PostgreSQL itself starts with the first request, so runs that need
 * none cost nothing.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.slipstreamTestDatabases ??= serveDatabases();
  const databases = shared.slipstreamTestDatabases;
  databases.users++;
  project.provide("testDatabasesUrl", await databases.url);
  return async () => {
    databases.users--;
    if (databases.users > 0) return;
    shared.slipstreamTestDatabases = undefined;
    await databases.close();
  };
}

function serveDatabases(): { url: Promise<string>; users: number; close: () => Promise<void> } {
  const postgres = new SharedPostgres();
  const app = new Hono();
  app.onError((error, context) => context.json({ message: error.message }, 500));
  app.post("/create", async (context) => {
    const { kind } = createSchema.parse(await context.req.json());
    return context.json(await postgres.createDatabase(kind));
  });
  app.post("/drop", async (context) => {
    await postgres.dropDatabase(urlsSchema.parse(await context.req.json()));
    return context.json({});
  });
  let server: ReturnType<typeof serve> | undefined;
  const url = new Promise<string>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (address: AddressInfo) =>
      resolve(`http://127.0.0.1:${address.port}`),
    );
  });
  const close = async () => {
    server?.close();
    await postgres.stop();
  };
  return { url, users: 0, close };
}
