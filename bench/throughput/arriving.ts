import { setTimeout as sleep } from "node:timers/promises";
import { headers, type NatsConnection } from "@nats-io/nats-core";
import { growthPercent, MemoryLog } from "@slipstream/dev/soak/memory";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { Redis } from "ioredis";
import { percentile } from "../percentiles.ts";
import { appliedUpTo, reached } from "./steady-rate.ts";
import type { StoredEvent } from "./stored-events.ts";

const TICK_MS = 10;
const LOOK_MS = 100;
const LOOKS_PER_MEMORY_LOOK = 10;
/** What the processor compiles and fills its caches in. */
const WARM_UP_MS = 10_000;
const GOAL_LAG_MS = 1_000;
/** Growth of memory that counts as none, in percent. */
const GOAL_GROWTH = 10;
/** Arrivals that were late themselves say nothing of the processor. */
const MIN_PUNCTUAL_SHARE = 0.99;

/** Events that arrive, and the processor that they arrive at. */
export interface Arrivals {
  connection: NatsConnection;
  redisUrl: string;
  processor: { pid: number | undefined };
  /** As many as arrive; the log is empty before. */
  events: readonly StoredEvent[];
  perSecond: number;
}

/**
 * The lag of the processor while events arrive at a steady rate, whatever it does: how long ago the
 * first one was due that is not committed. And its memory meanwhile.
 */
export async function measureArrivals(arrivals: Arrivals): Promise<FigureRow[]> {
  const { events, perSecond, redisUrl } = arrivals;
  const redis = new Redis(redisUrl);
  try {
    const startedAtMs = performance.now();
    const publishing = publishAtRate(arrivals, startedAtMs);
    const looking = look({ ...arrivals, redis, startedAtMs });
    const published = await publishing;
    const { lags, memory } = await looking;
    await reached(redis, events.length);
    const samples = memory.samples.get("processor") ?? [];
    const punctual = { goal: MIN_PUNCTUAL_SHARE * perSecond, atLeast: true };
    return [
      figureRow("arriving.events_per_second", published, "events/s", punctual),
      figureRow("arriving.lag.p50", percentile(lags, 0.5), "ms"),
      figureRow("arriving.lag.p99", percentile(lags, 0.99), "ms"),
      figureRow("arriving.lag.max", Math.max(...lags), "ms", { goal: GOAL_LAG_MS }),
      figureRow("arriving.rss.growth", growthPercent(samples) ?? 0, "%", { goal: GOAL_GROWTH }),
      figureRow("arriving.rss.end", samples.at(-1) ?? 0, "MiB"),
    ];
  } finally {
    redis.disconnect();
  }
}

/** Publishes each event when it is due; answers how many a second went out. */
async function publishAtRate(
  { connection, events, perSecond }: Arrivals,
  startedAtMs: number,
): Promise<number> {
  for (let next = 0; next < events.length; ) {
    const due = Math.floor(((performance.now() - startedAtMs) * perSecond) / 1000);
    for (; next < Math.min(due, events.length); next++) {
      const { subject, id, payload } = events[next]!;
      const withId = headers();
      withId.set("Nats-Msg-Id", id);
      connection.publish(subject, payload, { headers: withId });
    }
    await sleep(TICK_MS);
  }
  await connection.flush();
  return (1000 * events.length) / (performance.now() - startedAtMs);
}

/** Looks at watermarks and memory until the last event is due. */
async function look(
  of: Arrivals & { redis: Redis; startedAtMs: number },
): Promise<{ lags: number[]; memory: MemoryLog }> {
  const { redis, startedAtMs, events, perSecond, processor } = of;
  const lags: number[] = [];
  const memory = new MemoryLog();
  const dueAtMs = (sequence: number) => startedAtMs + (1000 * sequence) / perSecond;
  const endsAtMs = dueAtMs(events.length);
  for (let looks = 1; performance.now() < endsAtMs; looks++) {
    await sleep(LOOK_MS);
    const watermark = await appliedUpTo(redis);
    const nowMs = performance.now();
    if (nowMs - startedAtMs < WARM_UP_MS) continue;
    lags.push(Math.max(0, nowMs - dueAtMs(watermark + 1)));
    if (looks % LOOKS_PER_MEMORY_LOOK > 0) continue;
    memory.look({ children: new Map([["processor", processor]]), services: new Map() });
  }
  return { lags, memory };
}
