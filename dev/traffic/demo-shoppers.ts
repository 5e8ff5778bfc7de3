import type { ServerEvent } from "@slipstream/contracts/events";
import { demoCatalogue } from "@slipstream/migrations/seed/demo/catalogue";
import { styleOf } from "@slipstream/migrations/seed/demo/styles";
import type { SimulatedProduct } from "./assortment.ts";
import { simulateShoppers } from "./simulation.ts";

const MIN_SHOPPERS = 2000;
/** So many for each event a second: people who are not always there. */
const SHOPPERS_PER_EVENT_A_SECOND = 400;
/** Of a simulation that is sent as fast as possible. */
const UNPACED_EVENTS_PER_SECOND = 50;

/** The demo shop's products as the simulation sees them. */
export function demoProducts(): SimulatedProduct[] {
  return demoCatalogue().products.map((product) => ({
    itemId: product.id,
    category: product.category,
    style: styleOf(product.id) ?? product.category,
    priceMinor: product.priceMinor,
    currency: product.currency,
    consumable: product.consumable,
  }));
}

function shoppersFor(eventsPerSecond: number): number {
  return Math.max(MIN_SHOPPERS, Math.round(SHOPPERS_PER_EVENT_A_SECOND * eventsPerSecond));
}

/**
 * Simulated shoppers of the demo shop as they come, from now on, at so many events a second. A rate
 * of 0 lets them have come until now. `count` ends it; without a seed each run has other shoppers.
 */
export async function* demoShoppers(options: {
  ratePerSecond: number;
  count: number;
  seed?: string;
}): AsyncGenerator<ServerEvent[]> {
  const { ratePerSecond, count } = options;
  const startedAt = Date.now();
  const eventsPerSecond = ratePerSecond || UNPACED_EVENTS_PER_SECOND;
  const events = simulateShoppers({
    products: demoProducts(),
    seed: options.seed ?? `live ${startedAt}`,
    shoppers: shoppersFor(eventsPerSecond),
    startMs: ratePerSecond > 0 ? startedAt : startedAt - (1000 * count) / eventsPerSecond,
    eventsPerSecond,
  });
  for (const event of events.take(count)) {
    yield [{ ...event, occurredAt: Math.min(event.occurredAt, Date.now()) }];
  }
}

/** What shoppers did in the days before: the same events, with the same ids, whenever it is asked for. */
export function* demoHistory(options: { events: number; days: number }): Generator<ServerEvent> {
  const spanMs = options.days * 86_400_000;
  const eventsPerSecond = (1000 * options.events) / spanMs;
  const endMs = Date.now();
  yield* simulateShoppers({
    products: demoProducts(),
    seed: "history",
    shoppers: shoppersFor(eventsPerSecond),
    startMs: endMs - spanMs,
    eventsPerSecond,
  })
    .take(options.events)
    .map((event) => ({ ...event, occurredAt: Math.min(event.occurredAt, endMs) }));
}
