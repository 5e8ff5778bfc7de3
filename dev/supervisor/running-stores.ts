import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { databaseDir } from "../services/database-user.ts";
import { databaseUrls } from "../services/databases.ts";
import { runningCommand } from "../services/leftover.ts";
import { DEFAULT_DATA_DIR } from "./defaults.ts";
import { externalStores } from "./external-stores.ts";
import { lockHolder } from "./folder-lock.ts";
import { DATABASE } from "./stores.ts";

/** Where an installation that runs has its stores. */
export interface RunningStores {
  databaseUrl: string;
  natsUrl?: string;
  redisUrl?: string;
}

/**
 * The stores of a running installation: those that DATABASE_URL, NATS_URL and REDIS_URL name, else
 * the private ones of the data folder, as long as its supervisor runs. Undefined where there is no database.
 */
export function runningStores(
  environment: NodeJS.ProcessEnv = process.env,
  dataDir = DEFAULT_DATA_DIR,
): RunningStores | undefined {
  const external = externalStores(environment);
  const isRunning = lockHolder(dataDir) !== undefined;
  const databaseUrl =
    external.postgres?.appUrl ?? (isRunning ? privateDatabase(dataDir) : undefined);
  if (databaseUrl === undefined) return undefined;
  const natsUrl = external.nats?.url ?? (isRunning ? privateNats(dataDir) : undefined);
  const redisUrl = external.redisUrl ?? (isRunning ? privateRedis(dataDir) : undefined);
  return {
    databaseUrl,
    ...(natsUrl === undefined ? {} : { natsUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  };
}

/** The fourth line of PostgreSQL's own file is the port that it listens on. */
function privateDatabase(dataDir: string): string | undefined {
  const folder = databaseDir(join(dataDir, "postgres"));
  const port = Number(readIfThere(join(folder, "cluster", "postmaster.pid"))?.split("\n")[3]);
  return port > 0 ? databaseUrls({ port, database: DATABASE }).appUrl : undefined;
}

function privateNats(dataDir: string): string | undefined {
  const configuration = readIfThere(join(dataDir, "nats", "nats.conf")) ?? "";
  const address = /^listen: "([^"]+)"/m.exec(configuration)?.[1];
  return address === undefined ? undefined : `nats://${address}`;
}

/** Redis names its address in its process's title. */
function privateRedis(dataDir: string): string | undefined {
  const pid = Number.parseInt(readIfThere(join(dataDir, "redis", "redis.pid")) ?? "", 10);
  const title = pid > 1 ? runningCommand(pid) : undefined;
  const address = /^\S*redis-server ([\d.]+:\d+)/.exec(title ?? "")?.[1];
  return address === undefined ? undefined : `redis://${address}`;
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
