import { join } from "node:path";
import { connect } from "@nats-io/transport-node";
import type { ServerEvent } from "@slipstream/contracts/events";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { simulateShoppers } from "@slipstream/dev/traffic/simulation";
import { withScratchFolder } from "../scratch-folder.ts";
import { ackOnlyPerSecond } from "./ack-only.ts";
import { measureArrivals } from "./arriving.ts";
import { measureOnlineSteps } from "./online-step.ts";
import { preloadEvents } from "./preload.ts";
import { steadyRate } from "./steady-rate.ts";
import { storedEvents } from "./stored-events.ts";

export interface ThroughputSettings {
  /** On the log, for each way of replaying. */
  events: number;
  /** Events a second that arrive, and for how long; 0 seconds leave it out. */
  arriving: number;
  seconds: number;
}

/**
 * How often each event is learnt again: as the lag allows, as in a shop; or always, as planned.
 * Where the lag decides, learning sheds its replays to keep up: that is what has to be fast enough.
 */
const REPLAYS: Record<string, { replays?: string; goal?: number }> = {
  bending: { goal: 5_000 },
  replay0: { replays: "0", goal: 10_000 },
  always2: { replays: "2" },
  replay8: { replays: "8", goal: 4_000 },
};
const SHOP = "demo";
const SHOPPERS = 20_000;
const EVENTS_PER_SECOND_OF_LOG = 50;

/**
 * The stream processor alone: on a full log, with replays that bend and that do not, beside a
 * consumer that only acks; while events arrive at a steady rate; and the learner by itself.
 */
export async function measureThroughput(
  { events, arriving, seconds }: ThroughputSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  tell("the learner alone …");
  const rows = measureOnlineSteps();
  for (const [name, { replays, goal }] of Object.entries(REPLAYS)) {
    tell(`${events} events, replays ${name} …`);
    replayAlways(replays);
    const { perSecond, ackOnly } = await withScratchFolder((folder) => drain(folder, events));
    rows.push(
      figureRow(`processor.events_per_second.${name}`, perSecond, "events/s", {
        baseline: ackOnly,
        ...(goal === undefined ? {} : { goal, atLeast: true }),
      }),
    );
  }
  if (seconds > 0) {
    tell(`${arriving} events a second for ${seconds} s …`);
    replayAlways(undefined);
    rows.push(
      ...(await withScratchFolder((folder) => receive(folder, { perSecond: arriving, seconds }))),
    );
  }
  return rows;
}

/** The processor reads it at its start, as any other setting. */
function replayAlways(replays: string | undefined): void {
  if (replays === undefined) delete process.env.LEARN_REPLAYS;
  else process.env.LEARN_REPLAYS = replays;
}

async function drain(
  folder: string,
  events: number,
): Promise<{ perSecond: number; ackOnly: number }> {
  const system = await startStreamAlone(folder);
  try {
    const processor = system.children.get("stream")!;
    // It has declared the streams; it comes back when they are full.
    await processor.stop();
    const connection = await connect({ servers: system.urls.stores.nats.url });
    await preloadEvents({ connection, shop: SHOP, events: shoppers(events) });
    const ackOnly = await ackOnlyPerSecond(connection, events);
    await connection.close();
    await processor.start();
    const redisUrl = system.urls.stores.redisUrl;
    return { perSecond: await steadyRate({ redisUrl, events }), ackOnly };
  } finally {
    await system.stop();
  }
}

async function receive(
  folder: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<FigureRow[]> {
  // Made beforehand: making an event costs a fifth of what the processor does with it.
  const events = [...storedEvents(SHOP, shoppers(perSecond * seconds))];
  const system = await startStreamAlone(folder);
  try {
    const { redisUrl, nats } = system.urls.stores;
    const connection = await connect({ servers: nats.url });
    const processor = system.children.get("stream")!;
    const rows = await measureArrivals({ connection, redisUrl, processor, events, perSecond });
    await connection.close();
    return rows;
  } finally {
    await system.stop();
  }
}

function startStreamAlone(folder: string): ReturnType<typeof startSystem> {
  const dataDir = join(folder, "data");
  return startSystem({ dataDir, port: 0, parts: ["stream"], environment: {}, logLevel: "warn" });
}

function shoppers(events: number): IterableIterator<ServerEvent> {
  return simulateShoppers({
    products: demoProducts(),
    seed: "throughput",
    shoppers: SHOPPERS,
    startMs: Date.now() - (1000 * events) / EVENTS_PER_SECOND_OF_LOG,
    eventsPerSecond: EVENTS_PER_SECOND_OF_LOG,
  }).take(events);
}
