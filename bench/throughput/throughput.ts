import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";
import { streamStatusSchema } from "@slipstream/contracts/stream-status";
import { startSystem } from "@slipstream/dev/supervisor/system";
import type { System } from "@slipstream/dev/supervisor/system-options";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { simulateShoppers } from "@slipstream/dev/traffic/simulation";
import { withScratchFolder } from "../scratch-folder.ts";
import { ackOnlyPerSecond } from "./ack-only.ts";
import { onlineTripleMicroseconds } from "./online-triple.ts";
import { preloadEvents } from "./preload.ts";

export interface ThroughputSettings {
  events: number;
}

const REPLAYS = [0, 8];
const GOAL_PER_SECOND = 5000;
const SHOP = "demo";
const SHOPPERS = 20_000;
const EVENTS_PER_SECOND_OF_LOG = 50;
const POLL_MS = 50;
const MAX_WAIT_MS = 600_000;

/** The stream processor alone on a full log, at two replay counts, beside a consumer that only acks. */
export async function measureThroughput(
  { events }: ThroughputSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const rows: FigureRow[] = [];
  for (const replays of REPLAYS) {
    tell(`${events} events, ${replays} replays each …`);
    // The processor reads it at its start, as any other setting.
    process.env.LEARN_REPLAYS = String(replays);
    const { perSecond, ackOnly } = await withScratchFolder((folder) => measure(folder, events));
    rows.push(
      figureRow(`processor.events_per_second.replay${replays}`, perSecond, "events/s", {
        baseline: ackOnly,
        goal: GOAL_PER_SECOND,
        atLeast: true,
      }),
    );
  }
  tell("the learner alone …");
  rows.push(figureRow("online_triple.us", onlineTripleMicroseconds(), "µs"));
  return rows;
}

async function measure(
  folder: string,
  events: number,
): Promise<{ perSecond: number; ackOnly: number }> {
  const system = await startSystem({
    dataDir: join(folder, "data"),
    port: 0,
    parts: ["stream"],
    environment: {},
    logLevel: "warn",
  });
  try {
    const processor = system.children.get("stream")!;
    // It has declared the streams; it comes back when they are full.
    await processor.stop();
    const connection = await connect({ servers: system.urls.stores.nats.url });
    const shoppers = simulateShoppers({
      products: demoProducts(),
      seed: "throughput",
      shoppers: SHOPPERS,
      startMs: Date.now() - (1000 * events) / EVENTS_PER_SECOND_OF_LOG,
      eventsPerSecond: EVENTS_PER_SECOND_OF_LOG,
    });
    await preloadEvents({ connection, shop: SHOP, events: shoppers.take(events) });
    const ackOnly = await ackOnlyPerSecond(connection, events);
    await connection.close();
    await processor.start();
    return { perSecond: await appliedPerSecond(system, events), ackOnly };
  } finally {
    await system.stop();
  }
}

/** From the first look that finds something applied to the one that finds everything applied. */
async function appliedPerSecond(system: System, events: number): Promise<number> {
  let first: { applied: number; atMs: number } | undefined;
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  while (performance.now() < giveUpAt) {
    const response = await fetch(`${system.urls.stream}/status`);
    const { totals } = streamStatusSchema.parse(await response.json());
    const atMs = performance.now();
    if (totals.applied > 0) first ??= { applied: totals.applied, atMs };
    if (first && totals.applied >= events) {
      if (first.applied >= events)
        throw new Error("all was applied at the first look: more events");
      return (1000 * (totals.applied - first.applied)) / (atMs - first.atMs);
    }
    await sleep(POLL_MS);
  }
  throw new Error(`the processor did not apply ${events} events in ${MAX_WAIT_MS / 1000} s`);
}
