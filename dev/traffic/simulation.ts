import { randomFrom } from "@slipstream/algorithms/random";
import type { ServerEvent } from "@slipstream/contracts/events";
import { stableHash } from "@slipstream/contracts/partition";
import type { SimulatedProduct } from "./assortment.ts";
import { Assortment } from "./assortment.ts";
import { EventHeap } from "./event-heap.ts";
import { eventIdFrom } from "./event-id.ts";
import { Shopper } from "./shopper.ts";

/** Events of a mean visit, measured: turns a rate of events into one of visits. */
const EVENTS_PER_VISIT = 12.5;
/** Visits of a shopper at once are not simulated: the next begins after the last, and this. */
const PAUSE_MS = 10 * 60_000;

export interface SimulationOptions {
  products: readonly SimulatedProduct[];
  /** The same seed gives the same shoppers and events, with the same ids. */
  seed: string;
  shoppers: number;
  /** Epoch milliseconds of the first visit. */
  startMs: number;
  /** Mean events per second of simulated time. */
  eventsPerSecond: number;
}

/**
 * Shoppers with latent tastes that drift, as an endless stream of events in time order. Pure: no
 * clock and no chance but the seed's. Shopper n visits with a weight of 1/√n, so that some come often.
 */
export function* simulateShoppers(options: SimulationOptions): Generator<ServerEvent> {
  const seed = stableHash(options.seed);
  const random = randomFrom([seed]);
  const assortment = new Assortment(options.products, randomFrom([seed, 1]));
  const shoppers = Array.from(
    { length: options.shoppers },
    (_, index) =>
      new Shopper({
        visitorId: `sim-${seed.toString(36)}-${index}`,
        assortment,
        random: randomFrom([seed, 2, index]),
      }),
  );
  const busyUntilMs = new Float64Array(options.shoppers);
  const meanGapMs = (1000 * EVENTS_PER_VISIT) / options.eventsPerSecond;
  const pending = new EventHeap<Omit<ServerEvent, "id">>();
  let visitAtMs = options.startMs;
  let visits = 0;
  let events = 0;
  for (;;) {
    while (pending.nextAtMs <= visitAtMs) {
      const event = pending.pop()!;
      yield { id: eventIdFrom("simulation", options.seed, events++), ...event };
    }
    const chosen = Math.floor(random.unit() ** 2 * options.shoppers);
    const shopper = shoppers[chosen]!;
    if (busyUntilMs[chosen]! <= visitAtMs) {
      const sessionId = `${shopper.visitorId}-s${visits++}`;
      let lastMs = visitAtMs;
      for (const { afterMs, ...facts } of shopper.visit(visitAtMs)) {
        lastMs = visitAtMs + afterMs;
        const { visitorId } = shopper;
        pending.push(lastMs, { ...facts, visitorId, sessionId, occurredAt: lastMs });
      }
      busyUntilMs[chosen] = lastMs + PAUSE_MS;
    }
    visitAtMs += Math.max(1, Math.round(-meanGapMs * Math.log(1 - random.unit())));
  }
}
