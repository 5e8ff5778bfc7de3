import type { JetStreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { streams } from "@slipstream/contracts/subjects";
import type { StoresStatus } from "@slipstream/contracts/system-status";
import type { Redis } from "ioredis";
import type { Database } from "../archive/database.ts";
import { type ProcessorAddress, readProcessors } from "./processors.ts";

const TIMEOUT_MS = 2_000;

interface StoreParts {
  connection: NatsConnection;
  manager: JetStreamManager;
  redis: Redis;
  database: Database;
  /** The processors that live. */
  processors: readonly ProcessorAddress[];
}

/** What stores and processors tell of themselves; left out is what does not answer in time. */
export async function readStores(parts: StoreParts): Promise<StoresStatus> {
  const [postgres, redis, nats, processors = []] = await Promise.all([
    inTime(readPostgres(parts.database)),
    inTime(readRedis(parts.redis)),
    inTime(readNats(parts)),
    inTime(readProcessors(parts.processors)),
  ]);
  return {
    processors,
    ...(postgres === undefined ? {} : { postgres }),
    ...(redis === undefined ? {} : { redis }),
    ...(nats === undefined ? {} : { nats }),
  };
}

async function inTime<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, undefined);
  });
  try {
    return await Promise.race([asked.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function msOf(ask: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await ask();
  return performance.now() - startedAtMs;
}

async function readPostgres(database: Database): Promise<StoresStatus["postgres"]> {
  return database.use(async (sql) => {
    // The first query may have to connect.
    await sql`select 1`;
    const pingMs = await msOf(() => sql`select 1`);
    const [row] = await sql<Record<string, string>[]>`
      select current_setting('server_version') as version,
        (extract(epoch from pg_postmaster_start_time()) * 1000)::text as started,
        pg_database_size(current_database())::text as bytes,
        (select sum(numbackends) from pg_stat_database)::text as connections,
        current_setting('max_connections') as most,
        (select coalesce(blks_hit::float / nullif(blks_hit + blks_read, 0), 1)
          from pg_stat_database where datname = current_database())::text as hits`;
    const { version = "", started, bytes, connections, most, hits } = row ?? {};
    return {
      version,
      pingMs,
      startedAt: new Date(Math.round(Number(started))).toISOString(),
      databaseBytes: Number(bytes),
      connections: Number(connections),
      maxConnections: Number(most),
      cacheHitShare: Number(hits),
    };
  });
}

async function readRedis(redis: Redis): Promise<StoresStatus["redis"]> {
  const pingMs = await msOf(() => redis.ping());
  const [info, keys] = await Promise.all([redis.info(), redis.dbsize()]);
  const facts = new Map(info.split("\r\n").map((line) => splitOnce(line)));
  const count = (name: string) => Number(facts.get(name) ?? 0);
  return {
    version: facts.get("redis_version") ?? "",
    pingMs,
    uptimeSeconds: count("uptime_in_seconds"),
    usedBytes: count("used_memory"),
    maxBytes: count("maxmemory"),
    clients: count("connected_clients"),
    keys,
    operationsPerSecond: count("instantaneous_ops_per_sec"),
    evictedKeys: count("evicted_keys"),
  };
}

function splitOnce(line: string): [name: string, value: string] {
  const at = line.indexOf(":");
  return [line.slice(0, Math.max(0, at)), line.slice(at + 1)];
}

async function readNats({ connection, manager }: StoreParts): Promise<StoresStatus["nats"]> {
  const pingMs = await msOf(() => connection.flush());
  const account = await manager.getAccountInfo();
  const found: NonNullable<StoresStatus["nats"]>["streams"] = [];
  for await (const { config, state } of manager.streams.list()) {
    found.push({
      name: config.name,
      messages: state.messages,
      bytes: state.bytes,
      maxBytes: config.max_bytes,
      consumers: state.consumer_count,
      lastSequence: state.last_seq,
    });
  }
  const consumers: NonNullable<StoresStatus["nats"]>["consumers"] = [];
  for (const { name: stream } of found.filter(({ name }) => isOurs(name))) {
    for await (const info of manager.consumers.list(stream)) {
      consumers.push({
        name: info.name,
        stream,
        pending: info.num_pending,
        ackPending: info.num_ack_pending,
        redelivered: info.num_redelivered,
      });
    }
  }
  return {
    version: connection.info?.version ?? "",
    pingMs,
    memoryBytes: account.memory,
    storageBytes: account.storage,
    streams: found.sort((left, right) => (left.name < right.name ? -1 : 1)),
    consumers,
  };
}

/** Not a bucket: those are streams with names of their own kind. */
function isOurs(name: string): boolean {
  return (Object.values(streams) as string[]).includes(name);
}
