import { join } from "node:path";
import { connect } from "@nats-io/transport-node";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { demoProducts } from "@slipstream/dev/traffic/demo-shoppers";
import type { FigureRow } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { simulateShoppers } from "@slipstream/dev/traffic/simulation";
import { withScratchFolder } from "../scratch-folder.ts";
import { ackOnlyPerSecond } from "./ack-only.ts";
import { onlineTripleMicroseconds } from "./online-triple.ts";
import { preloadEvents } from "./preload.ts";
import { steadyRate } from "./steady-rate.ts";

export interface ThroughputSettings {
  events: number;
}

/** How often each event is learnt again: as the lag allows, as in a shop; and always, as planned. */
const REPLAYS = { bending: undefined, always2: "2" };
const GOAL_PER_SECOND = 5000;
const SHOP = "demo";
const SHOPPERS = 20_000;
const EVENTS_PER_SECOND_OF_LOG = 50;

/** The stream processor alone on a full log, with replays that bend and that do not, beside a consumer that only acks. */
export async function measureThroughput(
  { events }: ThroughputSettings,
  tell: (message: string) => void,
): Promise<FigureRow[]> {
  const rows: FigureRow[] = [];
  for (const [name, replays] of Object.entries(REPLAYS)) {
    tell(`${events} events, replays ${name} …`);
    // The processor reads it at its start, as any other setting.
    if (replays === undefined) delete process.env.LEARN_REPLAYS;
    else process.env.LEARN_REPLAYS = replays;
    const { perSecond, ackOnly } = await withScratchFolder((folder) => measure(folder, events));
    rows.push(
      figureRow(`processor.events_per_second.${name}`, perSecond, "events/s", {
        baseline: ackOnly,
        // Learning sheds its replays to keep up: that is what has to be fast enough.
        ...(replays === undefined ? { goal: GOAL_PER_SECOND, atLeast: true } : {}),
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
    const redisUrl = system.urls.stores.redisUrl;
    return { perSecond: await steadyRate({ redisUrl, events }), ackOnly };
  } finally {
    await system.stop();
  }
}
