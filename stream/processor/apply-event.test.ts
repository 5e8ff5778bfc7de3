import { SESSION_STEP_DECAY } from "@slipstream/algorithms/session-vector";
import type { EventType } from "@slipstream/contracts/event-types";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys, trendingScore } from "@slipstream/contracts/keys";
import { FACTOR_DIMENSIONS } from "@slipstream/contracts/limits";
import { partitionOf } from "@slipstream/contracts/partition";
import { describe, expect, test } from "vitest";
import { ShopLearner } from "../learning/shop-learner.ts";
import { EventMaker, logged } from "../testing/events.ts";
import { type Applied, applyEvent } from "./apply-event.ts";
import { neededKeys, ordersOfReturns } from "./needed-keys.ts";
import { ProcessorState } from "./processor-state.ts";
import { TurnWrites } from "./turn-writes.ts";
import { userItemName } from "./user-item-name.ts";

const P = partitionOf("anna");

test("amounts that are not finite are refused while their event is known", () => {
  const writes = new TurnWrites();
  for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(() => writes.count("key", "field", amount)).toThrow("cannot be added to key");
    expect(() => writes.trend("key", "item", amount)).toThrow("cannot be added to key");
    expect(() => writes.pair("key", "item", amount)).toThrow("cannot be added to key");
  }
  expect([...writes.stats, ...writes.trending, ...writes.together]).toEqual([]);
});

/** A processor without stores: what is not in memory does not exist. */
class Bench {
  readonly state = new ProcessorState();
  readonly writes = new TurnWrites();
  readonly learner = new ShopLearner("demo");
  readonly maker = new EventMaker();
  #sequence = 0;

  constructor() {
    this.learner.begin({ replays: 1, predictions: 0, learntUpTo: 0, frozen: false });
  }

  does(type: EventType, facts: Partial<ShopEvent> = {}): Applied {
    return this.apply(this.maker.make({ type, visitorId: "anna", ...facts }));
  }

  apply(event: ShopEvent): Applied {
    const { state, writes } = this;
    const at = logged(event, ++this.#sequence);
    const absent = <T>(table: {
      has(key: string): boolean;
      load(key: string, value?: T): void;
    }) => ({
      read: (wanted: Iterable<string>) => {
        for (const key of wanted) if (!table.has(key)) table.load(key);
      },
    });
    const needed = neededKeys([at]);
    absent(state.sessions).read(needed.sessions);
    absent(state.recents).read(needed.recents);
    absent(state.userItems).read(needed.userItems);
    absent(state.orders).read([...needed.orders, ...ordersOfReturns([at], state)]);
    const view = {
      learning: () => this.learner,
      categoriesOf: (_: string, itemId: string) => (itemId === "lamp" ? ["lamps", "home"] : []),
    };
    return applyEvent({ state, writes, view, logged: at });
  }

  stats(itemId: string) {
    return Object.fromEntries(this.writes.stats.get(keys.productStats("demo", itemId, P)) ?? []);
  }

  together(itemId: string) {
    return Object.fromEntries(this.writes.together.get(keys.together("demo", itemId, P)) ?? []);
  }

  userItem(itemId: string) {
    return this.state.userItems.get(userItemName({ shop: "demo", visitorId: "anna", itemId }));
  }
}

describe("counters", () => {
  test("a view counts for the product and for the visitor", () => {
    const bench = new Bench();
    bench.does("view", { itemId: "lamp" });
    bench.does("view", { itemId: "lamp", occurredAt: 5 });
    bench.does("click", { itemId: "lamp", occurredAt: 1_900_000_000_000 });
    expect(bench.stats("lamp")).toEqual({ total_views: 2 });
    expect(bench.userItem("lamp")).toEqual({
      views: 2,
      clicks: 1,
      addToCart: 0,
      purchases: 0,
      lastInteractionAt: 1_900_000_000_000,
    });
  });

  test("a purchase counts lines, not quantities, and what was bought together", () => {
    const bench = new Bench();
    bench.does("purchase", { itemId: "lamp", orderId: "o1", quantity: 7 });
    bench.does("purchase", { lines: [{ itemId: "bulb" }, { itemId: "shade" }], orderId: "o1" });
    bench.does("purchase", { itemId: "bulb", orderId: "o2" });
    expect(bench.stats("lamp")).toEqual({ total_purchases: 1 });
    expect(bench.stats("bulb")).toEqual({ total_purchases: 2 });
    expect(bench.together("lamp")).toEqual({ bulb: 1, shade: 1 });
    expect(bench.together("bulb")).toEqual({ lamp: 1, shade: 1 });
    expect(bench.userItem("bulb")).toMatchObject({ purchases: 2, lastOrderId: "o2" });
  });

  test("a return under its own number takes one line and its pairs back", () => {
    const bench = new Bench();
    bench.does("purchase", { lines: [{ itemId: "lamp" }, { itemId: "bulb" }], orderId: "o1" });
    const back = bench.does("return", { itemId: "lamp", orderId: "return-7" });
    expect(back).toEqual({ outcome: "applied", changed: true, skipped: [] });
    expect(bench.stats("lamp")).toEqual({ total_purchases: 0 });
    expect(bench.stats("bulb")).toEqual({ total_purchases: 1 });
    expect(bench.together("lamp")).toEqual({ bulb: 0 });
    expect(bench.together("bulb")).toEqual({ lamp: 0 });
    expect(bench.state.orders.get(keys.order("demo", "o1"))).toEqual(["!lamp", "bulb"]);
  });

  test("a return of what was not bought changes nothing and is counted as skipped", () => {
    const bench = new Bench();
    bench.does("view", { itemId: "lamp" });
    const before = bench.state.sessions.get(keys.session("demo", "session-anna"));
    const back = bench.does("return", { itemId: "lamp", orderId: "o1" });
    expect(back).toEqual({
      outcome: "applied",
      changed: false,
      skipped: ["return_without_purchase"],
    });
    expect(bench.stats("lamp")).toEqual({ total_views: 1 });
    expect(bench.state.sessions.get(keys.session("demo", "session-anna"))).toBe(before);
    expect(bench.writes.steps.get(`demo/${P}`)?.steps).toHaveLength(1);
  });

  test("ratings add up in hundredths", () => {
    const bench = new Bench();
    bench.does("rating", { itemId: "lamp", rating: 4.25 });
    bench.does("rating", { itemId: "lamp", rating: 3 });
    expect(bench.stats("lamp")).toEqual({ rating_sum: 725, rating_count: 2 });
    expect(bench.does("rating", { itemId: "lamp" }).skipped).toEqual(["rating_without_value"]);
  });

  test("few stars are counted, and tell of no interest", () => {
    const bench = new Bench();
    const applied = bench.does("rating", { itemId: "lamp", rating: 2 });
    expect(applied).toEqual({ outcome: "applied", changed: false, skipped: [] });
    expect(bench.stats("lamp")).toEqual({ rating_sum: 200, rating_count: 1 });
    expect([...bench.writes.steps.values(), ...bench.writes.trending]).toEqual([]);
    expect(bench.does("rating", { itemId: "lamp", rating: 3 }).changed).toBe(true);
  });

  test("what leaves the cart again takes back its count, and moves the session away", () => {
    const bench = new Bench();
    bench.does("add_to_cart", { itemId: "lamp", occurredAt: 0 });
    expect(bench.userItem("lamp")?.addToCart).toBe(1);
    const lamp = Float32Array.from(bench.learner.inputOf("lamp")!);
    bench.does("remove_from_cart", { itemId: "lamp", occurredAt: 0 });
    bench.does("remove_from_cart", { itemId: "lamp", occurredAt: 0 });
    expect(bench.userItem("lamp")?.addToCart).toBe(0);
    const { vector } = bench.state.sessions.get(keys.session("demo", "session-anna"))!;
    const along = lamp.reduce((sum, value, d) => sum + value * vector[d]!, 0);
    expect(along).toBeLessThan(3 * lamp.reduce((sum, value) => sum + value * value, 0));
    expect(bench.writes.steps.get(`demo/${P}`)?.steps).toHaveLength(1);
  });

  test("a checkout is numbered and archived, and changes no count", () => {
    const bench = new Bench();
    const lines = [{ itemId: "lamp", quantity: 2 }];
    const checkout = bench.maker.make({
      type: "checkout",
      visitorId: "anna",
      orderId: "o1",
      lines,
    });
    expect(bench.apply(checkout)).toEqual({ outcome: "applied", changed: false, skipped: [] });
    expect(bench.apply(checkout).outcome).toBe("duplicate");
    expect([...bench.writes.stats]).toEqual([]);
  });
});

describe("duplicates", () => {
  test("an event that a hub sends twice counts once", () => {
    const bench = new Bench();
    const event = bench.maker.make({ type: "view", visitorId: "anna", itemId: "lamp" });
    expect(bench.apply(event).outcome).toBe("applied");
    expect(bench.apply(event).outcome).toBe("duplicate");
    expect(bench.stats("lamp")).toEqual({ total_views: 1 });
  });

  test("events without weight are numbered all the same", () => {
    const bench = new Bench();
    const shown = bench.maker.make({ type: "impression", visitorId: "anna", itemId: "lamp" });
    expect(bench.apply(shown)).toMatchObject({ outcome: "applied", changed: false });
    expect(bench.apply(shown).outcome).toBe("duplicate");
  });
});

describe("what others read", () => {
  test("trending counts the whole shop and every category upwards", () => {
    const bench = new Bench();
    bench.does("add_to_cart", { itemId: "lamp", occurredAt: Date.UTC(2025, 0, 4) });
    // One half-life after the landmark: 3 · 2.
    expect([...bench.writes.trending]).toEqual(
      ["", "lamps", "home"].map((category) => [
        keys.trending("demo", category, P),
        [{ amount: 6, itemId: "lamp" }],
      ]),
    );
    expect(trendingScore(3, Date.UTC(2025, 0, 4))).toBe(6);
  });

  test("hiding acts at once, takes interest back and can be undone", () => {
    const bench = new Bench();
    bench.does("view", { itemId: "lamp" });
    bench.does("hide", { itemId: "lamp" });
    bench.does("unhide", { itemId: "lamp" });
    const key = keys.hidden("demo", "anna");
    expect(bench.writes.hidden).toEqual([
      { command: "SADD", key, itemId: "lamp" },
      { command: "SREM", key, itemId: "lamp" },
    ]);
    const steps = bench.writes.steps.get(`demo/${P}`)?.steps;
    expect(steps?.map(({ type }) => type)).toEqual(["view", "hide", "unhide"]);
  });

  test("lists of recent items have each item once, the newest first", () => {
    const bench = new Bench();
    for (const itemId of ["lamp", "bulb", "lamp"]) bench.does("view", { itemId });
    bench.does("remove_from_cart", { itemId: "shade" });
    const recent = bench.state.recents.get(keys.recent("demo", "anna"));
    const session = bench.state.sessions.get(keys.session("demo", "session-anna"));
    expect(recent?.map(({ itemId }) => itemId)).toEqual(["lamp", "bulb"]);
    expect(session?.recent).toEqual(recent);
    expect(session?.steps).toBe(4);
  });

  test("the session moves by the item's input vector, weighted and decayed", () => {
    const bench = new Bench();
    bench.does("view", { itemId: "lamp", occurredAt: 0 });
    const lamp = Float32Array.from(bench.learner.inputOf("lamp")!);
    bench.does("purchase", { itemId: "bulb", occurredAt: 10 * 60 * 1000 });
    const bulb = bench.learner.inputOf("bulb")!;
    const { vector } = bench.state.sessions.get(keys.session("demo", "session-anna"))!;
    expect(vector).toHaveLength(FACTOR_DIMENSIONS);
    // One step's decay; one half-life of ten minutes: a half; a purchase weighs 5.
    const left = SESSION_STEP_DECAY / 2;
    for (const d of [0, 31, 63]) expect(vector[d]).toBeCloseTo(left * lamp[d]! + 5 * bulb[d]!, 5);
  });
});

test("what is more than a visitor may teach is counted, moves their own session, and teaches nobody", () => {
  const bench = new Bench();
  bench.does("view", { itemId: "lamp" });
  bench.learner.takeWrites();
  const taught = { steps: stepCount(bench), trends: trendSum(bench), items: bench.learner.items };
  const { changed } = bench.does("view", { itemId: "lamp", untaught: true });
  expect(changed).toBe(true);
  expect(bench.userItem("lamp")?.views).toBe(2);
  expect(bench.stats("lamp")).toMatchObject({ total_views: 2 });
  expect({
    steps: stepCount(bench),
    trends: trendSum(bench),
    items: bench.learner.items,
  }).toEqual(taught);
  expect(bench.learner.takeWrites()).toMatchObject({ records: [], reservoir: [] });
  bench.does("view", { itemId: "lamp" });
  expect(stepCount(bench)).toBe(taught.steps + 1);
  expect(trendSum(bench)).toBeGreaterThan(taught.trends);
});

function stepCount({ writes }: Bench): number {
  return [...writes.steps.values()].flatMap(({ steps }) => steps).length;
}

function trendSum({ writes }: Bench): number {
  return [...writes.trending.values()].flat().reduce((sum, { amount }) => sum + amount, 0);
}
