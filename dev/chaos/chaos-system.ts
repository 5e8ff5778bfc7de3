import { join } from "node:path";
import { portOf } from "../services/restartable.ts";
import type { StoreUrls } from "../supervisor/stores.ts";
import type { Supervised } from "../supervisor/supervised.ts";
import { startSystem } from "../supervisor/system.ts";
import type { System } from "../supervisor/system-options.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { type NatsServers, startNatsServers } from "./nats-servers.ts";
import type { FaultName, ProcessName } from "./plan.ts";
import { SmallDisk } from "./small-disk.ts";

/** The shop that is sent events; others that stand beside it must stay untouched. */
export const SHOP = "demo";

/** A whole system whose programs reach their stores through proxies. */
export interface ChaosSystem {
  system: System;
  redisProxy: FaultyProxy;
  natsProxy: FaultyProxy;
  /** The hubs' way to NATS. */
  hubProxy: FaultyProxy;
  disks: Disks;
  /** A process to be killed or paused; where several do the same, one after the other. */
  processOf(name: ProcessName): Supervised;
  /** The stream processors. */
  processors(): Supervised[];
  /** The NATS servers that should run. */
  natsServers(): Supervised[];
  stop(): Promise<void>;
}

/** Disks of their own for stores that are to run out of room. */
interface Disks {
  nats?: SmallDisk;
  redis?: SmallDisk;
  /** Why there is none where one is wanted. */
  reason?: string;
}

export interface ChaosSystemOptions {
  dataDir: string;
  /** What will be done to it. */
  plan: readonly { fault: FaultName }[];
  /** A lease that is not renewed for so long is another's. */
  leaseTtlMs: number;
  /** How long NATS remembers message ids. */
  duplicateWindowMs: number;
  /** Imported as shops of their own. */
  datasets?: string[];
  /** Three NATS servers, of which one goes down when all is ready. */
  cluster?: boolean;
  /** Stream processors that share the partitions: 1. */
  processors?: number;
  tell: (line: string) => void;
}

/** Starts it on free ports, with stores as durable as an installation's. */
export async function startChaosSystem(options: ChaosSystemOptions): Promise<ChaosSystem> {
  const disks = mountDisks(options);
  const stops = [async () => unmountDisks(disks)];
  const stop = async () => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const cluster = options.cluster ? await startNatsServers(options) : undefined;
    if (cluster) stops.push(() => cluster.stop());
    const proxies: FaultyProxy[] = [];
    stops.push(async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))));
    const system = await startSystem({
      dataDir: options.dataDir,
      port: 0,
      datasets: options.datasets ?? [],
      processors: options.processors ?? 1,
      environment: { PATH: process.env.PATH, ...cluster?.environment },
      variables: variablesOf(options, cluster),
      route: (stores) => throughProxies(stores, cluster, proxies),
      onProgress: (news) => {
        if (news.kind !== "restart_failed") return;
        options.tell(`${news.name} did not start: ${news.reason}`);
      },
    });
    stops.push(() => system.stop());
    await cluster?.takeOneDown();
    const [redisProxy, natsProxy, hubProxy] = proxies as [FaultyProxy, FaultyProxy, FaultyProxy];
    const natsServers = () => cluster?.up() ?? [found(system.services.get("nats"), "nats")];
    const processors = () =>
      [...system.children.values()].filter(({ name }) => /^stream/.test(name));
    return {
      ...{ system, redisProxy, natsProxy, hubProxy, disks, natsServers, processors, stop },
      processOf: chooser(system, { nats: natsServers, stream: processors }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function variablesOf(options: ChaosSystemOptions, cluster: NatsServers | undefined) {
  return {
    LEASE_TTL_MS: String(options.leaseTtlMs),
    NATS_DUPLICATE_WINDOW_MS: String(options.duplicateWindowMs),
    NATS_REPLICAS: String(cluster?.replicas ?? 1),
    // All browsers of a run have one address.
    CONSENT_REQUESTS_PER_10_SECONDS: "1000",
    EVENT_REQUESTS_PER_10_SECONDS: "100000",
    EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS: "100000",
    CART_CHANGES_PER_ADDRESS_PER_10_MINUTES: "100000",
    // Every event counts: what is left out for being too much of one visitor's would seem lost.
    TAUGHT_PER_ITEM_PER_DAY: "100000",
    TOLD_PER_VISITOR_PER_DAY: "10000000",
  };
}

/** Opens a proxy before Redis, before NATS and before NATS as the hubs reach it, in this order. */
async function throughProxies(
  stores: StoreUrls,
  cluster: NatsServers | undefined,
  proxies: FaultyProxy[],
): Promise<StoreUrls> {
  const through = async (url: string, ports = [portOf(url)]) => {
    const proxy = await FaultyProxy.open(...ports);
    proxies.push(proxy);
    const changed = new URL(url);
    changed.port = String(proxy.port);
    return changed.href.replace(/\/$/, "");
  };
  const redisUrl = await through(stores.redisUrl);
  const url = await through(stores.nats.url, cluster?.ports.client);
  const wsUrl = await through(stores.nats.wsUrl, cluster?.ports.websocket);
  return { ...stores, redisUrl, nats: { ...stores.nats, url, wsUrl } };
}

function chooser(
  system: System,
  several: Record<"nats" | "stream", () => Supervised[]>,
): ChaosSystem["processOf"] {
  const asked = { nats: 0, stream: 0 };
  return (name) => {
    if (name === "nats" || name === "stream") {
      const all = several[name]();
      return found(all[asked[name]++ % all.length], name);
    }
    const isStore = name === "redis" || name === "postgres";
    return found(isStore ? system.services.get(name) : system.children.get(name), name);
  };
}

function found(process: Supervised | undefined, name: string): Supervised {
  if (process === undefined) throw new Error(`there is no process ${name}`);
  return process;
}

function mountDisks(options: ChaosSystemOptions): Disks {
  const disks: Disks = {};
  for (const store of ["nats", "redis"] as const) {
    if (!options.plan.some(({ fault }) => fault === `full-disk-${store}`)) continue;
    if (store === "nats" && options.cluster) {
      disks.reason = "each server of the cluster has a folder of its own";
      continue;
    }
    const disk = SmallDisk.mount(join(options.dataDir, store));
    if (disk instanceof SmallDisk) disks[store] = disk;
    else disks.reason = disk.reason;
  }
  return disks;
}

function unmountDisks({ nats, redis }: Disks): void {
  for (const disk of [nats, redis]) disk?.unmount();
}
