import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { requireBinary } from "./binaries.ts";
import { startChild } from "./child.ts";
import { freePort } from "./ports.ts";
import { type Place, type Service, withFreePorts } from "./service.ts";
import { StartFailure } from "./start-failure.ts";
import { answersTcp } from "./tcp-probe.ts";

export interface RedisUrls {
  /** redis://127.0.0.1:PORT */
  url: string;
}

export interface RedisOptions extends Place {
  /** A free port where absent. */
  port?: number;
  /** Keep everything on disk (append-only file, synced every second). */
  durable: boolean;
  /** An instance that runs already (REDIS_URL): used as it is, never stopped. */
  externalUrl?: string;
}

/**
 * A Redis server on 127.0.0.1 without a password, never evicting: a full memory is an error, not a
 * silent loss of state. Ready in about 30 ms.
 * @throws StartFailure `binary_missing`, `child_failed`, `not_reachable`
 */
export async function startRedis(options: RedisOptions): Promise<Service<RedisUrls>> {
  if (options.externalUrl) return useRunningRedis(options.externalUrl);
  const command = requireBinary("redis-server");
  mkdirSync(options.dataDir, { recursive: true });
  return withFreePorts(options.port !== undefined, async () => {
    const port = options.port ?? (await freePort());
    const child = await startChild({
      name: "Redis",
      command,
      args: redisArguments({ ...options, port }),
      logFile: options.logFile,
      ready: () => answersTcp({ port, send: "PING\r\n", expect: "+PONG" }),
      pidFile: { path: join(options.dataDir, "redis.pid"), mark: "redis-server" },
    });
    return { urls: { url: `redis://127.0.0.1:${port}` }, child, stop: child.stop };
  });
}

function redisArguments(options: { port: number; dataDir: string; durable: boolean }): string[] {
  const settings: [string, string][] = [
    ["port", String(options.port)],
    ["bind", "127.0.0.1"],
    ["dir", options.dataDir],
    ["save", ""],
    ["appendonly", options.durable ? "yes" : "no"],
    ["appendfsync", "everysec"],
    ["maxmemory-policy", "noeviction"],
    ["daemonize", "no"],
  ];
  return settings.flatMap(([name, value]) => [`--${name}`, value]);
}

async function useRunningRedis(url: string): Promise<Service<RedisUrls>> {
  const { Redis } = await import("ioredis");
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure(
      "not_reachable",
      `REDIS_URL names a Redis that does not answer (${reason}). Start it, or unset REDIS_URL for a private one.`,
      { cause: error },
    );
  } finally {
    client.disconnect();
  }
  return { urls: { url }, stop: async () => {} };
}
