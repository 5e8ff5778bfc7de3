import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { databaseDir } from "../services/database-user.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { runningStores } from "./running-stores.ts";

test("the environment names the stores", () => {
  const environment = {
    DATABASE_URL: "postgres://app:x@db.example/shop",
    NATS_URL: "nats://queue.example:4222",
  };
  expect(runningStores(environment, temporaryFolder())).toEqual({
    databaseUrl: environment.DATABASE_URL,
    natsUrl: environment.NATS_URL,
  });
  const database = { DATABASE_URL: environment.DATABASE_URL };
  expect(runningStores(database, temporaryFolder())?.natsUrl).toBeUndefined();
});

test("else they are the private ones of an installation, as long as it runs", () => {
  const folder = temporaryFolder();
  const cluster = join(databaseDir(join(folder, "postgres")), "cluster");
  mkdirSync(cluster, { recursive: true });
  writeFileSync(
    join(cluster, "postmaster.pid"),
    "4711\n/somewhere\n1764000000\n20123\n\n127.0.0.1\n",
  );
  mkdirSync(join(folder, "nats"));
  writeFileSync(join(folder, "nats", "nats.conf"), 'server_name: x\nlisten: "127.0.0.1:20124"\n');
  expect(runningStores({}, folder)).toBeUndefined();
  const unlock = lockFolder(folder);
  expect(runningStores({}, folder)).toEqual({
    databaseUrl: "postgres://slipstream_app:local@127.0.0.1:20123/slipstream",
    natsUrl: "nats://127.0.0.1:20124",
  });
  unlock();
  expect(runningStores({}, folder)).toBeUndefined();
});
