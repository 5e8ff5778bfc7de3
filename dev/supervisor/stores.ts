import { join } from "node:path";
import type { DatabaseUrls } from "../services/databases.ts";
import { startGateway } from "../services/gateway.ts";
import { type NatsUrls, startNats } from "../services/nats.ts";
import { hasPgbouncer, startPgbouncer } from "../services/pgbouncer.ts";
import { freePort } from "../services/ports.ts";
import { startPostgres } from "../services/postgres.ts";
import { startRedis } from "../services/redis.ts";
import { portOf } from "../services/restartable.ts";
import type { Service } from "../services/service.ts";
import type { ExternalStores } from "./external-stores.ts";
import { type OnProgress, step } from "./progress.ts";
import type { StopList } from "./stop-list.ts";
import { Supervised } from "./supervised.ts";

export const DATABASE = "slipstream";

/** Phases of stopping, in order. */
export const STOP_PHASES = ["edge", "stream", "model server", "gateway", "pool", "stores"] as const;
export type StopPhase = (typeof STOP_PHASES)[number];

/** Where the running stores are. */
export interface StoreUrls {
  /** The application role, through pgbouncer where there is one. */
  databaseUrl: string;
  /** The owner, directly: migrations and seeds. */
  databaseOwnerUrl: string;
  redisUrl: string;
  nats: NatsUrls;
  gatewayUrl: string;
}

export interface Stores {
  urls: StoreUrls;
  /** The private processes: `postgres`, `pgbouncer`, `redis`, `nats`. */
  supervised: Supervised[];
}

interface StoresOptions {
  dataDir: string;
  durable: boolean;
  external: ExternalStores;
  gatewayToken: string;
  tell: OnProgress;
  stops: StopList<StopPhase>;
}

/** Starts all stores at once, private ones or the running ones that the environment names. */
export async function startStores(options: StoresOptions): Promise<Stores> {
  const supervised: Supervised[] = [];
  const keep = keeper({ ...options, supervised });
  const [postgres, redis, nats] = await settleAll([
    step(
      options.tell,
      "PostgreSQL",
      () => startDatabase(options, keep),
      (urls) =>
        urls.databaseUrl === urls.databaseOwnerUrl ? undefined : describe(urls.databaseOwnerUrl),
    ),
    step(
      options.tell,
      "Redis",
      () => startRedisAndGateway(options, keep),
      (urls) => describe(urls.redisUrl),
    ),
    step(
      options.tell,
      "NATS",
      () => startBroker(options, keep),
      (urls) => describe(urls.url),
    ),
  ]);
  return { urls: { ...postgres, ...redis, nats }, supervised };
}

/** All of them end, one way or the other, before the first failure is thrown: none starts unseen. */
async function settleAll<T extends readonly unknown[]>(
  promises: {
    [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as T;
}

function describe(url: string): string {
  return new URL(url).host;
}

type Keep = <Urls>(
  store: { name: string; phase: StopPhase },
  launch: (earlier: Urls | undefined) => Promise<Service<Urls>>,
) => Promise<Urls>;

/** Starts a store, and once more at the same address whenever it dies. */
function keeper(options: StoresOptions & { supervised: Supervised[] }): Keep {
  return async (store, launch) => {
    const first = await launch(undefined);
    if (!first.child) return first.urls;
    let next: Service<typeof first.urls> | undefined = first;
    const process = new Supervised({
      name: store.name,
      tell: options.tell,
      launch: async () => {
        const service = next ?? (await launch(first.urls));
        next = undefined;
        if (!service.child) throw new Error(`${store.name} has no process of its own`);
        return service.child;
      },
    });
    options.stops.add(store.phase, () => process.stop());
    await process.start();
    options.supervised.push(process);
    return first.urls;
  };
}

function placeOf(options: StoresOptions, name: string): { dataDir: string; logFile: string } {
  return {
    dataDir: join(options.dataDir, name),
    logFile: join(options.dataDir, "logs", `${name}.log`),
  };
}

async function startDatabase(
  options: StoresOptions,
  keep: Keep,
): Promise<Pick<StoreUrls, "databaseUrl" | "databaseOwnerUrl">> {
  const direct = await keep<DatabaseUrls>({ name: "postgres", phase: "stores" }, (earlier) =>
    startPostgres({
      ...placeOf(options, "postgres"),
      durable: options.durable,
      database: DATABASE,
      external: options.external.postgres,
      port: earlier && portOf(earlier.appUrl),
    }),
  );
  const databaseOwnerUrl = direct.ownerUrl;
  if (options.external.postgres || !hasPgbouncer()) {
    return { databaseUrl: direct.appUrl, databaseOwnerUrl };
  }
  const pooled = await keep<{ appUrl: string }>({ name: "pgbouncer", phase: "pool" }, (earlier) =>
    startPgbouncer({
      ...placeOf(options, "pgbouncer"),
      postgresPort: portOf(direct.appUrl),
      database: DATABASE,
      port: earlier && portOf(earlier.appUrl),
    }),
  );
  return { databaseUrl: pooled.appUrl, databaseOwnerUrl };
}

async function startRedisAndGateway(
  options: StoresOptions,
  keep: Keep,
): Promise<Pick<StoreUrls, "redisUrl" | "gatewayUrl">> {
  const { url: redisUrl } = await keep<{ url: string }>(
    { name: "redis", phase: "stores" },
    (earlier) =>
      startRedis({
        ...placeOf(options, "redis"),
        durable: options.durable,
        externalUrl: options.external.redisUrl,
        port: earlier && portOf(earlier.url),
      }),
  );
  const port = await freePort();
  const gateway = await startGateway({ redisUrl, token: options.gatewayToken, port });
  options.stops.add("gateway", gateway.stop);
  return { redisUrl, gatewayUrl: gateway.urls.url };
}

function startBroker(options: StoresOptions, keep: Keep): Promise<NatsUrls> {
  return keep<NatsUrls>({ name: "nats", phase: "stores" }, (earlier) =>
    startNats({
      ...placeOf(options, "nats"),
      durable: options.durable,
      external: options.external.nats,
      ports: earlier?.monitorUrl
        ? {
            client: portOf(earlier.url),
            websocket: portOf(earlier.wsUrl),
            monitor: portOf(earlier.monitorUrl),
          }
        : undefined,
    }),
  );
}
