import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";
import type { ServerEvent } from "@slipstream/contracts/events";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import { eventIdFrom } from "@slipstream/dev/traffic/event-id";
import { Redis } from "ioredis";
import { preloadEvents } from "../throughput/preload.ts";
import { reached } from "../throughput/steady-rate.ts";

const SHOP = "demo";
const VIEW_EVERY_MS = 20_000;
/** Visitors of whom single keys are weighed. */
const WEIGHED = 20;
/** Redis gives memory back a moment after it was used. */
const REST_MS = 1_500;

/** Keys of one visitor, by what they are. */
const KINDS = { session: ":session:", recent: ":recent", factor: ":factor", items: ":items" };

/**
 * Two crowds of the same size, one after the other, through the stream processor: what the first one
 * leaves behind holds all that items take; what the second one adds is its own.
 */
export async function measureVisitors(options: {
  folder: string;
  visitors: number;
  seen: number;
  tell: (message: string) => void;
}): Promise<{ perVisitor: number; byKind: Map<string, number> }> {
  const { visitors, seen, tell } = options;
  const system = await startSystem({
    dataDir: join(options.folder, "data"),
    port: 0,
    parts: ["stream"],
    environment: {},
    logLevel: "warn",
  });
  const { redisUrl, nats } = system.urls.stores;
  const connection = await connect({ servers: nats.url });
  const redis = new Redis(redisUrl);
  try {
    const after: number[] = [];
    for (const crowd of [0, 1]) {
      tell(`${visitors} visitors see ${seen} items each …`);
      await preloadEvents({ connection, shop: SHOP, events: views({ crowd, visitors, seen }) });
      await reached(redis, (crowd + 1) * visitors * seen);
      await sleep(REST_MS);
      after.push(await usedMemory(redis));
    }
    const perVisitor = (after[1]! - after[0]!) / visitors;
    return { perVisitor, byKind: await weighKinds(redis, Math.min(WEIGHED, visitors)) };
  } finally {
    redis.disconnect();
    await connection.close();
    await system.stop();
  }
}

/** Each visitor looks at items that lie next to each other in the catalogue, one visit long. */
function* views(options: {
  crowd: number;
  visitors: number;
  seen: number;
}): Generator<ServerEvent> {
  const { crowd, visitors, seen } = options;
  const products = demoProducts();
  const endMs = Date.now();
  for (let look = 0; look < seen; look++) {
    for (let visitor = 0; visitor < visitors; visitor++) {
      const visitorId = visitorOf(crowd, visitor);
      yield {
        id: eventIdFrom("memory", crowd, look * visitors + visitor),
        type: "view",
        visitorId,
        sessionId: `${visitorId}-s`,
        itemId: products[(visitor * 7 + look) % products.length]!.itemId,
        occurredAt: endMs - (seen - look) * VIEW_EVERY_MS,
      };
    }
  }
}

/** As long as those that the shop gives. */
function visitorOf(crowd: number, visitor: number): string {
  return `0199f0c4-7d2e-7abc-8${crowd}00-${String(visitor).padStart(12, "0")}`;
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}

/** Bytes of each kind of key, the mean over some visitors of the second crowd. */
async function weighKinds(redis: Redis, visitors: number): Promise<Map<string, number>> {
  const sums = new Map(Object.keys(KINDS).map((kind) => [kind, 0]));
  for (let visitor = 0; visitor < visitors; visitor++) {
    for (const key of await redis.keys(`*${visitorOf(1, visitor)}*`)) {
      const kind = Object.entries(KINDS).find(([, mark]) => key.includes(mark))?.[0];
      if (kind === undefined) continue;
      const bytes = Number(await redis.call("MEMORY", "USAGE", key, "SAMPLES", "0"));
      sums.set(kind, sums.get(kind)! + bytes / visitors);
    }
  }
  return sums;
}
