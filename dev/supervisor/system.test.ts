import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { asAdmin } from "../services/databases.ts";
import { freePort } from "../services/ports.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { externalStores } from "./external-stores.ts";
import { lockFolder, lockHolder } from "./folder-lock.ts";
import { requireDiskSpace } from "./preconditions.ts";
import type { Progress } from "./progress.ts";
import { plannedSteps, startSystem } from "./system.ts";

/** Private stores alone, in a folder that goes away: what the supervisor adds to the services. */
const storesOnly = (dataDir: string) => ({
  dataDir,
  port: 0,
  parts: [],
  demoShop: false,
  durable: false,
  environment: {},
});

test("data, secrets and API keys survive a second start", async () => {
  const dataDir = temporaryFolder();
  const first = await startSystem(storesOnly(dataDir));
  const { stores } = first.urls;
  await asAdmin(stores.databaseOwnerUrl, async (sql) => {
    await sql`
      insert into shops (id, name, hosts, currency) values ('demo', 'Demo', '{localhost}', 'EUR')`;
  });
  await first.stop();
  await first.stop();
  const second = await startSystem(storesOnly(dataDir));
  expect(second.shops).toEqual([
    { id: "demo", name: "Demo", hosts: ["localhost"], simulated: false },
  ]);
  expect(second.apiKey).toBe(first.apiKey);
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o077).toBe(0);
  const keys = await asAdmin(second.urls.stores.databaseUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`select set_config('app.shop', 'demo', true)`;
      return transaction`select array_to_json(scopes) as scopes, rate_limit_per_second as rate from api_keys`;
    }),
  );
  expect([...keys]).toEqual([{ scopes: ["events:write", "operations:read"], rate: null }]);
  await second.stop();
});

test("a store that is killed comes back at the same address with its data", async () => {
  const news: Progress[] = [];
  const restarted = Promise.withResolvers<void>();
  const system = await startSystem({
    ...storesOnly(temporaryFolder()),
    durable: true,
    onProgress: (progress) => {
      if (progress.kind !== "step") news.push(progress);
      if (progress.kind === "restarted") restarted.resolve();
    },
  });
  const client = new Redis(system.urls.stores.redisUrl);
  client.on("error", () => {});
  await client.set("kept", "yes");
  await system.services.get("redis")?.kill();
  await restarted.promise;
  expect(await client.get("kept")).toBe("yes");
  expect(news.map((item) => item.kind)).toEqual(["died", "restarted"]);
  client.disconnect();
  await system.stop();
});

test("npm start ends with data_gone once a store dies of deleted data, and begins nothing anew", async () => {
  const dataDir = temporaryFolder();
  const sources = ["run-system", "program"].map((name) =>
    JSON.stringify(new URL(`../terminal/${name}.ts`, import.meta.url).href),
  );
  // What the command is, but for its options.
  const program = `import { runSystem } from ${sources[0]};
    import { runProgram } from ${sources[1]};
    const command = { meta: { name: "start" }, args: {} };
    await runProgram({ command, run: () => runSystem(${JSON.stringify(storesOnly(dataDir))}) });`;
  const start = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  const said = { out: "", errors: "" };
  const ended = once(start, "close");
  start.stderr.on("data", (text) => {
    said.errors += text;
  });
  const ready = new Promise<void>((resolve) => {
    start.stdout.on("data", (text) => {
      said.out += text;
      if (said.out.includes("Ready in")) resolve();
    });
  });
  await Promise.race([ready, ended]);
  const redis = new Redis(/redis:\/\/\S+/.exec(said.out)?.[0] ?? said.errors);
  redis.on("error", () => {});
  const pid = Number(/process_id:(\d+)/.exec(await redis.info("server"))?.[1]);
  redis.disconnect();
  rmSync(dataDir, { recursive: true });
  process.kill(pid, "SIGKILL");
  expect((await ended)[0]).toBe(1);
  expect(said.errors.trim()).toMatch(/^data_gone: \S+ was deleted or moved .* It has stopped/);
  expect(said.errors).toContain(dataDir);
  expect(said.out).toMatch(/! \S+ died/);
  expect(said.out).not.toMatch(/runs again|did not start/);
  expect(existsSync(join(dataDir, "redis"))).toBe(false);
});

test("two supervisors never share a data folder", async () => {
  const dataDir = temporaryFolder();
  const unlock = lockFolder(dataDir);
  await expect(startSystem(storesOnly(dataDir))).rejects.toMatchObject({
    code: "data_in_use",
    message: expect.stringContaining(`Process ${process.pid} already runs on ${dataDir}`),
  });
  expect(lockHolder(dataDir)).toBe(process.pid);
  unlock();
  expect(lockHolder(dataDir)).toBeUndefined();
});

test("the lock of a killed supervisor is taken over", () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, "supervisor.lock"), "999999\nnode dev/start.ts\n");
  lockFolder(dataDir)();
  // The number belongs to another program by now.
  writeFileSync(join(dataDir, "supervisor.lock"), `${process.pid}\nnode dev/start.ts\n`);
  const unlock = lockFolder(dataDir);
  expect(readFileSync(join(dataDir, "supervisor.lock"), "utf8")).not.toContain("dev/start.ts");
  unlock();
  expect(existsSync(join(dataDir, "supervisor.lock"))).toBe(false);
});

test("a taken port is named, with what to do, and nothing is left running", async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const dataDir = temporaryFolder();
  await expect(startSystem({ ...storesOnly(dataDir), port })).rejects.toMatchObject({
    code: "port_taken",
    message: `Port ${port} is taken by another program. Stop that, or start with --port ${port + 1}.`,
  });
  expect(lockHolder(dataDir)).toBeUndefined();
  server.close();
});

test("a disk that is nearly full is refused", () => {
  const dataDir = temporaryFolder();
  requireDiskSpace(dataDir);
  expect(() => requireDiskSpace(dataDir, Number.MAX_SAFE_INTEGER)).toThrow(
    expect.objectContaining({
      code: "disk_full",
      message: expect.stringMatching(/Only \d+ MB are free where .* --data DIR/),
    }),
  );
});

test("a start that is given up stops what it had started", async () => {
  const dataDir = temporaryFolder();
  const giveUp = new AbortController();
  const start = startSystem({
    ...storesOnly(dataDir),
    signal: giveUp.signal,
    onProgress: (progress) => {
      if (progress.kind === "step" && progress.step === "Redis") giveUp.abort();
    },
  });
  await expect(start).rejects.toThrow(/abort/i);
  expect(lockHolder(dataDir)).toBeUndefined();
  const again = await startSystem(storesOnly(dataDir));
  await again.stop();
});

test("after a kill -9 of the supervisor the next start goes on with the data", async () => {
  const dataDir = temporaryFolder();
  const source = new URL("./system.ts", import.meta.url).href;
  const options = { ...storesOnly(dataDir), durable: true };
  const program = join(dataDir, "program.mjs");
  writeFileSync(
    program,
    `import { startSystem } from ${JSON.stringify(source)};
     const { urls } = await startSystem(${JSON.stringify(options)});
     console.log(JSON.stringify(urls.stores));
     setInterval(() => {}, 1000);`,
  );
  const supervisor = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const [output] = await once(supervisor.stdout, "data");
  const { databaseOwnerUrl } = JSON.parse(String(output)) as { databaseOwnerUrl: string };
  await asAdmin(databaseOwnerUrl, (sql) => sql`create table kept as select 1 as one`);
  supervisor.kill("SIGKILL");
  await once(supervisor, "exit");
  const next = await startSystem(options);
  const url = next.urls.stores.databaseOwnerUrl;
  expect([...(await asAdmin(url, (sql) => sql`select one from kept`))]).toEqual([{ one: 1 }]);
  await next.stop();
});

test("with stores that run already nothing private is started, nor are they stopped", async () => {
  const owner = await startSystem(storesOnly(temporaryFolder()));
  const { stores } = owner.urls;
  const guest = await startSystem({
    ...storesOnly(temporaryFolder()),
    environment: {
      DATABASE_URL: stores.databaseUrl,
      DATABASE_OWNER_URL: stores.databaseOwnerUrl,
      REDIS_URL: stores.redisUrl,
      NATS_URL: stores.nats.url,
      NATS_WS_URL: stores.nats.wsUrl,
    },
  });
  expect([...guest.services.keys()]).toEqual([]);
  expect([...owner.services.keys()].sort()).toEqual(
    expect.arrayContaining(["nats", "postgres", "redis"]),
  );
  expect(guest.urls.stores.databaseUrl).toBe(stores.databaseUrl);
  await guest.stop();
  await asAdmin(stores.databaseUrl, (sql) => sql`select 1`);
  await owner.stop();
});

test("stores named by the environment are taken; empty values count as unset", () => {
  const environment = { DATABASE_URL: "", REDIS_URL: "redis://10.0.0.1:6379", NATS_URL: "" };
  expect(externalStores(environment)).toEqual({ redisUrl: "redis://10.0.0.1:6379" });
  expect(() => externalStores({ NATS_URL: "no url" })).toThrow(/NATS_URL/);
});

test("the steps of a start are known beforehand", () => {
  expect(
    plannedSteps({
      environment: {},
      datasets: ["online_retail"],
      shoppersPerSecond: 2,
      processors: 2,
    }),
  ).toEqual([
    "PostgreSQL",
    "Redis",
    "NATS",
    "Storefront build",
    "Schema",
    "Demo shop",
    "Data set online_retail",
    "Stream processor",
    "Stream processor 2",
    "Model server",
    "Edge worker",
    "Shoppers",
  ]);
});
