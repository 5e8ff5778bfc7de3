import { keys } from "@slipstream/contracts/keys";
import { encodeRecent, encodeSessionState } from "@slipstream/contracts/session-state";
import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import { afterAll, describe, expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { type PipelineParts, recommend } from "./pipeline.ts";
import { SessionReader } from "./session-reader.ts";
import { ShopModel } from "./shop-model.ts";
import {
  DIMS,
  NOW,
  product,
  productsOf,
  requestFor,
  smallShop,
  stepFactory,
} from "./testing/shop.ts";

const services = await startTestServices({ redis: true });
const redis = new Redis(services.redis.urls.url);
redis.on("error", () => {});
afterAll(() => redis.disconnect());
await redis.ping();

const parts: PipelineParts = {
  sessions: new SessionReader(redis),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
};

async function ask(model: ShopModel, values: object, deadline = new Deadline(5000)) {
  const request = requestFor(values);
  const { response } = await recommend(parts, { model, request, deadline });
  return { ...response, ids: response.items.map(({ itemId }) => itemId) };
}

async function storeSession(
  items: { itemId: string; type?: "view" | "purchase" }[],
  visitorId = "v",
) {
  const recent = items.map(({ itemId, type = "view" }) => ({
    itemId,
    type,
    occurredAt: NOW - 1000,
  }));
  const vector = new Float32Array(DIMS);
  vector[0] = 1;
  const state = { spaceId: 1, decayedAt: NOW, steps: items.length, vector, recent };
  await redis.set(keys.session("demo", `s-${visitorId}`), Buffer.from(encodeSessionState(state)));
  await redis.set(keys.recent("demo", visitorId), Buffer.from(encodeRecent(recent)));
  return { visitorId, sessionId: `s-${visitorId}` };
}

describe("because you viewed", () => {
  test("speaks of the item last viewed and never shows it", async () => {
    const who = await storeSession([{ itemId: "cups-0" }, { itemId: "lamps-4" }]);
    const rail = await ask(smallShop(), { placement: "because_you_viewed", ...who });
    expect(rail.anchorItemId).toBe("cups-0");
    expect(rail.items).toHaveLength(12);
    expect(rail.ids).not.toContain("cups-0");
    expect(new Set(rail.ids.slice(0, 2))).toEqual(new Set(["cups-1", "cups-2"]));
    expect(rail.items[0]!.reason).toEqual({ code: "because_you_viewed", itemId: "cups-0" });
    expect(rail.items[0]!.sources).toContain("co_visitation");
  });

  test("works from what the page has in memory, for those who gave no consent", async () => {
    const rail = await ask(smallShop(), { placement: "because_you_viewed", context: ["cups-1"] });
    expect(rail.anchorItemId).toBe("cups-1");
    expect(rail.degraded).toBe(false);
    expect(rail.ids.slice(0, 2).sort()).toEqual(["cups-0", "cups-2"]);
  });

  test("the page's memory is newer than a session that does not know it yet", async () => {
    const who = await storeSession([{ itemId: "lamps-4" }]);
    const request = { placement: "because_you_viewed", context: ["cups-1", "lamps-4"], ...who };
    expect((await ask(smallShop(), request)).anchorItemId).toBe("cups-1");
  });
});

describe("rules", () => {
  test("sparse survivors still give a full list: over-fetch, then fill up", async () => {
    const filters = { category: "lamps", maxPriceMinor: 1900 };
    const rail = await ask(smallShop(), { context: ["cups-0"], filters, limit: 10 });
    expect(rail.ids.sort()).toEqual(Array.from({ length: 10 }, (_, at) => `lamps-${at}`).sort());
  });

  test("what the visitor hid is never shown, nor what is excluded, sold out or not published", async () => {
    const model = smallShop();
    const who = await storeSession([{ itemId: "cups-0" }]);
    await redis.sadd(keys.hidden("demo", "v"), "cups-1");
    model.catalogue.apply([
      product("rugs-0", { status: "hidden" }),
      product("rugs-1", { inStock: false }),
      product("rugs-2", { status: "deleted" }),
    ]);
    for (const placement of ["home_for_you", "because_you_viewed", "trending", "similar", "cart"]) {
      const rail = await ask(model, { placement, ...who, exclude: ["cups-2"], limit: 60 });
      for (const gone of ["cups-1", "cups-2", "rugs-0", "rugs-1", "rugs-2"]) {
        expect(rail.ids, placement).not.toContain(gone);
      }
      expect(new Set(rail.ids).size).toBe(rail.ids.length);
      expect(rail.ids.length).toBeGreaterThanOrEqual(36 - 5 - 1);
    }
    await redis.del(keys.hidden("demo", "v"));
    for (const placement of ["home_for_you", "because_you_viewed", "similar", "cart"]) {
      const rail = await ask(model, { placement, ...who, exclude: ["cups-2"], limit: 60 });
      expect(rail.ids, `${placement}, taken back`).toContain("cups-1");
    }
  });

  test("while Redis is silent the log's hidden items are not shown either, and it says degraded", async () => {
    const model = smallShop();
    model.steps.apply(1, [stepFactory()({ itemId: "cups-1", type: "hide", visitorId: "shy" })]);
    const silent = { ...parts, sessions: new SessionReader(new Redis({ lazyConnect: true })) };
    const request = requestFor({ visitorId: "shy", context: ["cups-0"], limit: 35 });
    const { response } = await recommend(silent, { model, request, deadline: new Deadline(5000) });
    expect(response.degraded).toBe(true);
    expect(response.items).toHaveLength(35);
    expect(response.items.map(({ itemId }) => itemId)).not.toContain("cups-1");
  });

  test("a seller is not shown their own products", async () => {
    const model = smallShop();
    model.catalogue.apply([product("cups-1", { sellerId: "u1", categories: ["cups", "all"] })]);
    const rail = await ask(model, { context: ["cups-0"], userId: "u1", limit: 35 });
    expect(rail.ids).not.toContain("cups-1");
  });

  test("one-off goods already bought sink; consumables do not", async () => {
    const model = smallShop();
    const step = stepFactory();
    for (const itemId of ["cups-1", "cups-2"]) {
      const bought = step({ itemId, type: "purchase", visitorId: "v", occurredAt: NOW });
      model.steps.apply(2, [{ ...bought, eventSequence: 1000 + bought.eventSequence }]);
    }
    model.catalogue.apply([product("cups-2", { consumable: true, categories: ["cups", "all"] })]);
    const who = await storeSession([{ itemId: "cups-0" }]);
    const rail = await ask(model, { placement: "because_you_viewed", ...who });
    expect(rail.ids.indexOf("cups-2")).toBe(0);
    expect(rail.ids.slice(0, 4)).not.toContain("cups-1");
  });
});

/** Three more orders of a cup and a rug: enough to believe that they go together. */
function busyShop(): ShopModel {
  const model = smallShop();
  const step = stepFactory();
  for (const order of ["o3", "o4", "o5"]) {
    for (const itemId of ["cups-0", "rugs-3"]) {
      const bought = step({ itemId, orderId: order, type: "purchase", visitorId: order });
      model.steps.apply(2, [bought]);
    }
  }
  return model;
}

describe("other rails", () => {
  test("bought together gives what was in the same orders, and says with what", async () => {
    const rail = await ask(busyShop(), { placement: "bought_together", itemId: "cups-0" });
    expect(rail.ids[0]).toBe("rugs-3");
    expect(rail.items[0]!.reason).toEqual({ code: "bought_together", itemId: "cups-0" });
  });

  test("what is looked at with an item far more than bought is bought together all the same", async () => {
    const model = smallShop();
    const step = stepFactory();
    for (let visit = 0; visit < 40; visit++) {
      for (const itemId of ["cups-0", "rugs-5"]) {
        model.steps.apply(2, [step({ itemId, visitorId: `w${visit}`, sessionId: `w${visit}` })]);
      }
    }
    const buy = (orderId: string) => {
      for (const itemId of ["cups-0", "rugs-5"]) {
        const bought = step({ itemId, orderId, type: "purchase", visitorId: orderId });
        model.steps.apply(2, [bought]);
      }
    };
    const reasonOf = async () => {
      const rail = await ask(model, { placement: "bought_together", itemId: "cups-0" });
      return rail.items.find(({ itemId }) => itemId === "rugs-5")?.reason.code;
    };
    buy("o8");
    expect(await reasonOf()).not.toBe("bought_together");
    buy("o9");
    expect(await reasonOf()).toBe("bought_together");
  });

  test("the cart's rail does not show what is in the cart", async () => {
    const rail = await ask(busyShop(), { placement: "cart", cart: ["cups-0", "cups-1"] });
    expect(rail.ids[0]).toBe("rugs-3");
    expect(rail.ids).not.toContain("cups-0");
    expect(rail.ids).not.toContain("cups-1");
  });

  test("similar items are those with like vectors", async () => {
    const rail = await ask(smallShop(), { placement: "similar", itemId: "lamps-0", limit: 5 });
    expect(rail.ids.every((id) => id.startsWith("lamps-"))).toBe(true);
    expect(rail.items[0]!.reason).toEqual({ code: "similar_to", itemId: "lamps-0" });
  });

  test("re-ranking returns all given candidates and no others, the fitting ones first", async () => {
    const candidates = ["rugs-7", "lamps-3", "cups-2", "lamps-9", "cups-1"];
    const request = { placement: "category_rerank", candidates, context: ["cups-0"], limit: 2 };
    const rail = await ask(smallShop(), request);
    expect([...rail.ids].sort()).toEqual([...candidates].sort());
    expect(rail.ids.slice(0, 3)).toContain("cups-1");
    expect(rail.ids.slice(0, 3)).toContain("cups-2");
  });

  test("home damps what was just seen and explains with the visitor's own items", async () => {
    const who = await storeSession([{ itemId: "cups-0" }, { itemId: "cups-1" }], "w");
    const rail = await ask(smallShop(), { ...who });
    expect(rail.ids[0]).toBe("cups-2");
    expect(["cups-0", "cups-1"]).toContain(rail.items[0]!.reason.itemId);
    const codes = new Set(rail.items.map(({ reason }) => reason.code));
    expect(codes.size).toBeGreaterThan(1);
  });
});

describe("cold and hurried", () => {
  test("a shop without any event shows its newest, of each category in turn", async () => {
    const model = new ShopModel("demo");
    model.catalogue.apply(productsOf(["cups", "lamps", "rugs"], 4));
    for (const placement of ["home_for_you", "trending", "similar", "because_you_viewed"]) {
      const rail = await ask(model, { placement, limit: 12 });
      expect(rail.ids, placement).toHaveLength(12);
    }
    const { ids } = await ask(model, { placement: "trending", limit: 3 });
    expect([...ids].sort()).toEqual(["cups-0", "lamps-0", "rugs-0"]);
  });

  test("a deadline of 0 still gives a full answer, marked degraded", async () => {
    const rail = await ask(smallShop(), { context: ["cups-0"] }, new Deadline(0));
    expect(rail.items).toHaveLength(12);
    expect(rail.degraded).toBe(true);
  });

  test("a view that does not get there in time makes the answer stale", async () => {
    const late = { ...parts, waitFor: async () => false };
    const request = requestFor({ learnSequence: 99 });
    const options = { model: smallShop(), request, deadline: new Deadline(5000) };
    expect((await recommend(late, options)).response.stale).toBe(true);
  });

  test("only the declared slot explores, and its propensity is the chance of the draw", async () => {
    const request = requestFor({ context: ["cups-0"], limit: 8 });
    const counts = new Map<string, number>();
    let propensities: number[] = [];
    const draws = 400;
    for (let draw = 0; draw < draws; draw++) {
      const drawing = { ...parts, random: () => (draw + 0.5) / draws };
      const options = { model: smallShop(), request, deadline: new Deadline(5000) };
      const { response } = await recommend(drawing, options);
      propensities = response.items.slice(0, 7).map(({ propensity }) => propensity);
      const last = response.items[7]!;
      counts.set(last.itemId, (counts.get(last.itemId) ?? 0) + 1);
      if (draw % 40 === 0) expect(last.propensity).toBeLessThan(1);
      if (draw === draws - 1) {
        expect(Math.abs(counts.get(last.itemId)! / draws - last.propensity)).toBeLessThan(0.01);
      }
    }
    expect(propensities).toEqual(Array.from({ length: 7 }, () => 1));
    expect(counts.size).toBeGreaterThan(3);
  });
});
