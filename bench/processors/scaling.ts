import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";
import { keys } from "@slipstream/contracts/keys";
import { PARTITIONS } from "@slipstream/contracts/limits";
import { type Child, startChild } from "@slipstream/dev/services/child";
import { freePort } from "@slipstream/dev/services/ports";
import { NODE_OPTIONS } from "@slipstream/dev/supervisor/parts";
import { ROOT } from "@slipstream/dev/supervisor/root";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import { simulateShoppers } from "@slipstream/dev/traffic/simulation";
import { Redis } from "ioredis";
import { withScratchFolder } from "../scratch-folder.ts";
import { preloadEvents } from "../throughput/preload.ts";
import { CpuQuota } from "./cpu-quota.ts";

const SHOP = "demo";
const SHOPPERS = 20_000;
const EVENTS_PER_SECOND_OF_LOG = 50;
/** Shares of the log between which the rate is taken: behind the warm-up, before the first is idle. */
const FROM_SHARE = 0.3;
const TO_SHARE = 0.9;
const POLL_MS = 20;
const MAX_WAIT_MS = 600_000;

type System = Awaited<ReturnType<typeof startSystem>>;

/** Events a second that so many processors apply of a full log, each with a share of one core. */
export function processorsPerSecond(options: {
  processors: number;
  events: number;
  cpuShare: number;
}): Promise<number> {
  return withScratchFolder(async (folder) => {
    const system = await startSystem({
      ...{ dataDir: join(folder, "data"), port: 0, parts: ["stream"] },
      ...{ environment: {}, logLevel: "warn" },
    });
    try {
      // It has declared the streams; others come when they are full.
      await system.children.get("stream")!.stop();
      await preload(system, options.events);
      return await measure(system, { ...options, folder });
    } finally {
      await system.stop();
    }
  });
}

async function preload(system: System, events: number): Promise<void> {
  const connection = await connect({ servers: system.urls.stores.nats.url });
  const shoppers = simulateShoppers({
    ...{ products: demoProducts(), seed: "processors", shoppers: SHOPPERS },
    startMs: Date.now() - (1000 * events) / EVENTS_PER_SECOND_OF_LOG,
    eventsPerSecond: EVENTS_PER_SECOND_OF_LOG,
  });
  await preloadEvents({ connection, shop: SHOP, events: shoppers.take(events) });
  await connection.close();
}

async function measure(
  system: System,
  options: { processors: number; events: number; cpuShare: number; folder: string },
): Promise<number> {
  const { processors, events, cpuShare, folder } = options;
  const redis = new Redis(system.urls.stores.redisUrl);
  const children: Child[] = [];
  const quotas: CpuQuota[] = [];
  try {
    for (let number = 0; number < processors; number++) {
      const child = await startProcessor(system, join(folder, `processor-${number}.log`), number);
      children.push(child);
      quotas.push(new CpuQuota(child.pid, cpuShare));
    }
    const from = await reached(redis, FROM_SHARE * events);
    const to = await reached(redis, TO_SHARE * events);
    return (1000 * (to.applied - from.applied)) / (to.atMs - from.atMs);
  } finally {
    for (const quota of quotas) quota.lift();
    for (const child of children) await child.stop();
    redis.disconnect();
  }
}

async function startProcessor(system: System, logFile: string, number: number): Promise<Child> {
  const port = await freePort();
  return startChild({
    name: `Processor ${number}`,
    command: process.execPath,
    args: [...NODE_OPTIONS, join(ROOT, "stream/main.ts")],
    env: { ...system.environment, STREAM_PORT: String(port), HOSTNAME: `processor-${number}` },
    logFile,
    ready: async () => (await fetch(`http://127.0.0.1:${port}/status`)).ok,
  });
}

/** Waits until so many events are applied. The partitions' events lie evenly on the log. */
async function reached(redis: Redis, events: number): Promise<{ applied: number; atMs: number }> {
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  while (performance.now() < giveUpAt) {
    const watermarks = Array.from({ length: PARTITIONS }, (_, partition) =>
      redis.hget(keys.partition(partition), "watermark"),
    );
    const sum = (await Promise.all(watermarks)).reduce((total, each) => total + Number(each), 0);
    if (sum / PARTITIONS >= events) return { applied: sum / PARTITIONS, atMs: performance.now() };
    await sleep(POLL_MS);
  }
  throw new Error(`${events} events were not applied in ${MAX_WAIT_MS / 1000} s`);
}
