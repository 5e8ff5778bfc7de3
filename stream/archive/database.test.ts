import { startTestServices } from "@slipstream/dev/testing/services";
import { expect, test } from "vitest";
import { Database, isStrayDatabaseError } from "./database.ts";

const services = await startTestServices({ postgres: true });

test("after a failure the next use connects anew", async () => {
  const database = new Database(services.postgres.appUrl);
  const process = () => database.use((sql) => sql`select pg_backend_pid() as pid`);
  const [first] = await process();
  expect((await process())[0]).toEqual(first);
  await expect(database.use((sql) => sql`select nonsense`)).rejects.toThrow(/nonsense/);
  const [second] = await process();
  expect(second).not.toEqual(first);
  database.reset();
  expect((await process())[0]).not.toEqual(second);
  await database.close();
});

test("only the client's own stray error is survived", () => {
  const stray = new TypeError("Cannot read properties of null (reading 'write')");
  stray.stack =
    "TypeError: …\n at Immediate.nextWrite (/x/node_modules/postgres/src/connection.js:255)";
  expect(isStrayDatabaseError(stray)).toBe(true);
  expect(isStrayDatabaseError(new TypeError("another"))).toBe(false);
  expect(isStrayDatabaseError("nextWrite /postgres/")).toBe(false);
});
