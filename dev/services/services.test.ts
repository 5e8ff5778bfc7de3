import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { findBinary, requireBinary } from "./binaries.ts";
import { startChild } from "./child.ts";
import { databaseDir } from "./database-user.ts";
import { asAdmin } from "./databases.ts";
import { runningCommand } from "./leftover.ts";
import { startNats } from "./nats.ts";
import { hasPgbouncer, startPgbouncer } from "./pgbouncer.ts";
import { freePort, isPortFree } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { portOf } from "./restartable.ts";
import { StartFailure } from "./start-failure.ts";

const folder = temporaryFolder();
const place = (name: string) => ({
  dataDir: join(folder, name),
  logFile: join(folder, "logs", `${name}.log`),
});

test("PostgreSQL resumes with its data after a clean stop and after a kill", async () => {
  const options = { ...place("postgres"), durable: true, database: "shop" };
  const first = await startPostgres(options);
  await asAdmin(first.urls.ownerUrl, (sql) => sql`create table kept as select 1 as one`);
  await first.stop();
  const second = await startPostgres({ ...options, port: portOf(first.urls.appUrl) });
  expect(second.urls).toEqual(first.urls);
  await asAdmin(second.urls.ownerUrl, (sql) => sql`insert into kept values (2)`);
  second.child?.kill();
  await second.child?.exited;
  const third = await startPostgres(options);
  const rows = await asAdmin(third.urls.ownerUrl, (sql) => sql`select one from kept order by 1`);
  expect(rows.map((row) => row.one)).toEqual([1, 2]);
  await third.stop();
});

test("a server that a killed supervisor left behind is stopped by the next start", async () => {
  const options = { ...place("leftover"), durable: true, database: "shop" };
  const orphan = await startPostgres(options);
  const next = await startPostgres(options);
  expect(await orphan.child?.exited).toEqual({ code: 0, signal: null });
  const rows = await asAdmin(next.urls.appUrl, (sql) => sql`select 1 as one`);
  expect(rows[0]?.one).toBe(1);
  await next.stop();
});

test.runIf(hasPgbouncer())("pgbouncer reaches the database as the application role", async () => {
  const database = "shop";
  const postgres = await startPostgres({ ...place("pooled"), durable: false, database });
  const bouncer = await startPgbouncer({
    ...place("pgbouncer"),
    postgresPort: portOf(postgres.urls.appUrl),
    database,
  });
  const rows = await asAdmin(bouncer.urls.appUrl, (sql) => sql`select current_user as name`);
  expect(rows[0]?.name).toBe("slipstream_app");
  await bouncer.stop();
  await postgres.stop();
});

test("Redis keeps what it was told when it is durable", async () => {
  const options = { ...place("redis"), durable: true };
  const first = await startRedis(options);
  const client = new Redis(first.urls.url);
  await client.set("kept", "yes");
  client.disconnect();
  await first.stop();
  const second = await startRedis(options);
  const again = new Redis(second.urls.url);
  expect(await again.get("kept")).toBe("yes");
  again.disconnect();
  await second.stop();
});

test("a taken port is a failure with the log's last lines", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  expect(await isPortFree(port)).toBe(false);
  const failure = await startRedis({ ...place("taken"), durable: false, port }).catch((e) => e);
  expect(failure).toBeInstanceOf(StartFailure);
  expect(failure.code).toBe("child_failed");
  expect(failure.message).toMatch(/Address already in use/i);
  server.close();
});

test("a missing program names what to install", () => {
  expect(findBinary("nats-server", [folder])).toBeUndefined();
  expect(() => requireBinary("nats-server", [folder])).toThrow(
    expect.objectContaining({
      code: "binary_missing",
      message: expect.stringMatching(/apt-get install nats-server[\s\S]*docker compose/),
    }),
  );
});

test("stores named by the environment are used as they are", async () => {
  const port = await freePort();
  await expect(
    startRedis({ ...place("none"), durable: false, externalUrl: `redis://127.0.0.1:${port}` }),
  ).rejects.toMatchObject({ code: "not_reachable" });
  const appUrl = `postgres://nobody@127.0.0.1:${port}/none`;
  await expect(
    startPostgres({ ...place("none"), durable: false, database: "x", external: { appUrl } }),
  ).rejects.toMatchObject({ code: "not_reachable" });
  const own = await startNats({ ...place("nats"), durable: true });
  const used = await startNats({ ...place("none"), durable: true, external: own.urls });
  expect(used.urls.wsUrl).toBe(own.urls.wsUrl);
  await used.stop();
  expect((await fetch(`${own.urls.monitorUrl}/healthz`)).status).toBe(200);
  await own.stop();
});

test("children die with the process that started them", async () => {
  const program = join(folder, "program.mjs");
  const source = new URL("./redis.ts", import.meta.url).href;
  writeFileSync(
    program,
    `import { startRedis } from ${JSON.stringify(source)};
     import { writeFileSync } from "node:fs";
     const redis = await startRedis(${JSON.stringify({ ...place("orphan"), durable: false })});
     writeFileSync(${JSON.stringify(join(folder, "orphan.txt"))}, String(redis.child.pid));
     setInterval(() => {}, 1000);`,
  );
  const child = await startChild({
    name: "program",
    command: process.execPath,
    args: [program],
    logFile: join(folder, "program.log"),
    ready: async () => existsSync(join(folder, "orphan.txt")),
  });
  const pid = Number(readFileSync(join(folder, "orphan.txt"), "utf8"));
  expect(runningCommand(pid)).toContain("redis-server");
  child.kill("SIGKILL");
  await child.exited;
  while (runningCommand(pid)) await sleep(20);
  expect(runningCommand(pid)).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)(
  "a project that postgres cannot reach has its data elsewhere",
  () => {
    const hidden = mkdtempSync(join(tmpdir(), "slipstream-hidden-"));
    expect(databaseDir(join(hidden, "postgres"))).toMatch(/^\/var\/lib\/slipstream\/[0-9a-f]{16}$/);
    expect(databaseDir(join(folder, "postgres"))).toBe(join(folder, "postgres"));
    rmSync(hidden, { recursive: true });
  },
);
