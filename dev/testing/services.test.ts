import { existsSync } from "node:fs";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { wsconnect } from "@nats-io/nats-core";
import { connect } from "@nats-io/transport-node";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { asAdmin } from "../services/databases.ts";
import { openTestServices, startTestServices } from "./services.ts";
import { SharedPostgres } from "./shared-postgres.ts";

const services = await startTestServices({ postgres: true, redis: true, nats: true });

test("the database has the schema, and the application role owns nothing of it", async () => {
  await asAdmin(services.postgres.appUrl, async (sql) => {
    const [role] = await sql`
      select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
    expect(role).toEqual({ name: "slipstream_app", rolsuper: false, rolbypassrls: false });
    const owners = await sql`select distinct tableowner from pg_tables where schemaname = 'public'`;
    expect(owners.map((row) => row.tableowner)).toEqual(["slipstream_owner"]);
    const [collation] = await sql`select 'a' < 'B' as alphabetic, lower('É') as lower`;
    expect(collation).toEqual({ alphabetic: false, lower: "é" });
    await expect(sql`create table mine (id int)`).rejects.toThrow(/permission denied/);
  });
});

test("an empty database has the extensions alone, and is dropped at the end", async () => {
  const shared = new SharedPostgres();
  const { services: opened, stop } = await openTestServices({ postgres: "empty" }, shared);
  await asAdmin(opened.postgres.ownerUrl, async (sql) => {
    const tables = await sql`select 1 from pg_tables where schemaname = 'public'`;
    expect(tables).toHaveLength(0);
    const extensions = await sql`select extname from pg_extension order by 1`;
    expect(extensions.map((row) => row.extname)).toEqual(["pg_trgm", "plpgsql", "unaccent"]);
    await sql`create table mine (id int)`;
  });
  await stop();
  await expect(asAdmin(opened.postgres.ownerUrl, (sql) => sql`select 1`)).rejects.toThrow(
    /does not exist/,
  );
  await shared.stop();
});

test("Redis never evicts and can be killed and started at the same address", async () => {
  const redis = new Redis(services.redis.urls.url);
  redis.on("error", () => {});
  expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
  await services.redis.kill();
  await services.redis.start();
  expect(await redis.ping()).toBe("PONG");
  redis.disconnect();
});

test("NATS keeps its streams through a kill, and speaks WebSocket", async () => {
  const first = await connect({ servers: services.nats.urls.url, reconnect: false });
  const manager = await jetstreamManager(first);
  await manager.streams.add({ name: "KEPT", subjects: ["kept.>"] });
  await jetstream(first).publish("kept.one", "hello", { msgID: "1" });
  await services.nats.kill();
  await services.nats.start();
  const second = await wsconnect({ servers: services.nats.urls.wsUrl, reconnect: false });
  const again = await jetstream(second).publish("kept.one", "hello", { msgID: "1" });
  expect(again).toMatchObject({ seq: 1, duplicate: true });
  await second.close();
});

test("the folder is there for the test file's own use", () => {
  expect(existsSync(services.folder)).toBe(true);
});
