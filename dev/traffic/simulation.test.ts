import { randomFrom } from "@slipstream/algorithms/random";
import type { ServerEvent } from "@slipstream/contracts/events";
import { serverEventSchema } from "@slipstream/contracts/events";
import { describe, expect, test } from "vitest";
import type { SimulatedProduct } from "./assortment.ts";
import { Assortment } from "./assortment.ts";
import { Shopper } from "./shopper.ts";
import { simulateShoppers } from "./simulation.ts";

const products: SimulatedProduct[] = Array.from({ length: 600 }, (_, index) => ({
  itemId: `p${index}`,
  category: `category-${index % 10}`,
  style: `style-${Math.floor(index / 10) % 6}`,
  priceMinor: 500 + index,
  currency: "GBP",
  consumable: index % 10 === 0,
}));
const productById = new Map(products.map((product) => [product.itemId, product]));
/** Slow enough for the test's events to span a month. */
const RATE = 0.01;
const startMs = Date.UTC(2026, 0, 5);

function take(count: number, seed = "test"): ServerEvent[] {
  const options = { products, seed, shoppers: 300, startMs, eventsPerSecond: RATE };
  return simulateShoppers(options).take(count).toArray();
}

describe("simulated shoppers", () => {
  const events = take(30_000);

  test("the same seed gives the same events, another seed others", () => {
    expect(take(2000)).toEqual(events.slice(0, 2000));
    expect(take(10, "other")[0]!.id).not.toBe(events[0]!.id);
  });

  test("events fit the contract, in time order, each with an id of its own", () => {
    for (const event of events.slice(0, 3000)) serverEventSchema.parse(event);
    for (let index = 1; index < events.length; index++) {
      expect(events[index]!.occurredAt).toBeGreaterThanOrEqual(events[index - 1]!.occurredAt);
    }
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  test("events come at about the rate that was asked for", () => {
    const seconds = (events.at(-1)!.occurredAt - startMs) / 1000;
    expect(events.length / seconds / RATE).toBeGreaterThan(0.8);
    expect(events.length / seconds / RATE).toBeLessThan(1.2);
  });

  test("a session is one visitor's, and its events keep together", () => {
    const visitorOfSession = new Map<string, string>();
    for (const { sessionId, visitorId } of events) {
      expect(visitorOfSession.get(sessionId!) ?? visitorId).toBe(visitorId);
      visitorOfSession.set(sessionId!, visitorId);
    }
    expect(visitorOfSession.size).toBeGreaterThan(1000);
  });

  test("purchases hold 1–4 lines and follow their add_to_cart; returns name what was bought", () => {
    const bought = new Set<string>();
    let returns = 0;
    for (const event of events) {
      for (const line of event.type === "purchase" ? event.lines! : []) {
        bought.add(`${event.visitorId} ${event.orderId} ${line.itemId}`);
      }
      if (event.type === "purchase") expect(event.lines!.length).toBeLessThanOrEqual(4);
      if (event.type === "return") {
        returns++;
        expect(bought).toContain(`${event.visitorId} ${event.orderId} ${event.itemId}`);
      }
    }
    expect(returns).toBeGreaterThan(10);
    expect(bought.size).toBeGreaterThan(500);
  });

  test("consumables are bought again by the same person", () => {
    const times = new Map<string, number>();
    for (const event of events) {
      for (const { itemId } of event.type === "purchase" ? event.lines! : []) {
        const key = `${event.visitorId} ${itemId}`;
        times.set(key, (times.get(key) ?? 0) + 1);
      }
    }
    const again = [...times].filter(([, count]) => count > 1).map(([key]) => key.split(" ")[1]!);
    const consumable = again.filter((itemId) => productById.get(itemId)!.consumable);
    expect(again.length).toBeGreaterThan(50);
    expect(consumable.length).toBeGreaterThan(again.length * 0.9);
  });

  test("a few products draw most looks", () => {
    const views = new Map<string, number>();
    for (const { type, itemId } of events) {
      if (type === "view") views.set(itemId!, (views.get(itemId!) ?? 0) + 1);
    }
    const counts = [...views.values()].sort((left, right) => right - left);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const top = counts.slice(0, 60).reduce((sum, count) => sum + count, 0);
    expect(top / total).toBeGreaterThan(0.2);
  });
});

describe("tastes", () => {
  const assortment = new Assortment(products, randomFrom([1]));

  function styleShares(shopper: Shopper, visits: number, fromMs: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (let visit = 0; visit < visits; visit++) {
      for (const { type, itemId } of shopper.visit(fromMs + visit * 86_400_000)) {
        if (type !== "view") continue;
        const { style } = productById.get(itemId!)!;
        counts.set(style, (counts.get(style) ?? 0) + 1);
      }
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return new Map([...counts].map(([style, count]) => [style, count / total]));
  }

  const shoppers = Array.from(
    { length: 40 },
    (_, index) =>
      new Shopper({ visitorId: `v${index}`, assortment, random: randomFrom([2, index]) }),
  );
  const early = shoppers.map((shopper) => styleShares(shopper, 15, startMs));

  test("each person looks mostly at a style of their own", () => {
    const favourites = early.map((shares) => Math.max(...shares.values()));
    const mean = favourites.reduce((sum, share) => sum + share, 0) / favourites.length;
    expect(mean).toBeGreaterThan(0.45);
    const names = early.map((shares) => [...shares].sort((a, b) => b[1] - a[1])[0]![0]);
    expect(new Set(names).size).toBeGreaterThan(3);
  });

  test("tastes drift: over many visits looks move further than chance between two near visits", () => {
    const distance = (left: Map<string, number>, right: Map<string, number>) =>
      assortment.styles.reduce(
        (sum, style) => sum + Math.abs((left.get(style) ?? 0) - (right.get(style) ?? 0)) / 2,
        0,
      );
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const soon = shoppers.map((shopper) => styleShares(shopper, 15, startMs));
    for (const shopper of shoppers) styleShares(shopper, 200, startMs);
    const late = shoppers.map((shopper) => styleShares(shopper, 15, startMs));
    const near = mean(early.map((shares, index) => distance(shares, soon[index]!)));
    const far = mean(early.map((shares, index) => distance(shares, late[index]!)));
    expect(far).toBeGreaterThan(near * 1.3);
  });
});
