import { isPositive } from "@slipstream/contracts/event-types";
import { itemsOf, type ServerEvent } from "@slipstream/contracts/events";
import { expect, test } from "vitest";
import { simulateShoppers } from "../traffic/simulation.ts";
import { merged, push } from "./fakes.ts";
import { ShilledShop } from "./shilled-shop.ts";

/** One day of a shop of 600 products; of a hundred visitors one is a fake. */
const DAY_MS = 24 * 3600 * 1000;
const startMs = Date.UTC(2026, 0, 5);
const EVENTS = 14_000;
const SHOPPERS = 1_000;
/** The bound of docs/threat-model.md: places of a rail. */
const RAIL = 12;
/** What the edge takes as a lesson of one visitor, product and day: TAUGHT_PER_ITEM_PER_DAY. */
const ALLOWED = { views: 3, carts: 1 };
/** What a script could send in a day without it, and more. */
const UNBOUNDED = { views: 150, carts: 50 };

const products = Array.from({ length: 600 }, (_, index) => ({
  itemId: `p${index}`,
  category: `category-${index % 10}`,
  style: `style-${Math.floor(index / 10) % 6}`,
  priceMinor: 500 + index,
  currency: "GBP",
  consumable: index % 10 === 0,
}));
const honest: ServerEvent[] = simulateShoppers({
  ...{ products, seed: "shilling", shoppers: SHOPPERS, startMs },
  eventsPerSecond: (1_000 * EVENTS) / DAY_MS,
})
  .take(EVENTS)
  .toArray();

const fakes = Math.ceil(new Set(honest.map(({ visitorId }) => visitorId)).size / 100);
const looked = new Map<string, number>();
for (const event of honest) {
  if (!isPositive(event.type)) continue;
  for (const item of itemsOf(event)) looked.set(item, (looked.get(item) ?? 0) + 1);
}
const byLooks = [...looked].sort((a, b) => b[1] - a[1]).map(([itemId]) => itemId);
const popular = byLooks.slice(0, 20);
const target = byLooks[Math.floor(byLooks.length / 2)]!;

function attacked(by: { views: number; carts: number }): ServerEvent[] {
  const endMs = honest.at(-1)!.occurredAt;
  return merged(honest, push({ visitors: fakes, target, beside: popular, ...by, startMs, endMs }));
}

/** Where the target stands: among what trends, and in the rails of those who saw popular things. */
function places(events: ServerEvent[]) {
  const shop = new ShilledShop(events);
  const median = (source: string) => {
    const ranks = popular.map((seen) => shop.rank(source, target, [seen])).sort((a, b) => a - b);
    return ranks[ranks.length / 2]!;
  };
  return {
    trending: shop.trendingRank(target),
    co_visitation: median("co_visitation"),
    session_knn: median("session_knn"),
    session_vector: median("session_vector"),
    popularity: median("popularity"),
  };
}

test("one fake visitor in a hundred brings a product into no rail, as without limits it would", () => {
  const before = places(honest);
  const pushed = places(attacked(ALLOWED));
  const unbounded = places(attacked(UNBOUNDED));
  for (const [where, place] of Object.entries(before)) expect(place, where).toBeGreaterThan(150);
  for (const [where, place] of Object.entries(pushed)) expect(place, where).toBeGreaterThan(RAIL);
  const { session_vector: _, ...counted } = unbounded;
  for (const [where, place] of Object.entries(counted)) {
    expect(place, where).toBeLessThanOrEqual(RAIL);
  }
}, 120_000);
