import { randomFrom } from "@slipstream/algorithms/random";
import type { RecommendedItem } from "@slipstream/contracts/recommend";
import { seedDemoShop } from "@slipstream/dev/testing/demo-shop";
import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { recommend } from "./pipeline.ts";
import { SessionReader } from "./session-reader.ts";
import { ShopModel } from "./shop-model.ts";
import { DIMS, NOW, requestFor, stepFactory } from "./testing/shop.ts";
import { Database } from "./views/database.ts";
import { loadCatalogue } from "./views/shop-loader.ts";

/** The demo shop, as it is before anyone came and after very few did. */
const services = await startTestServices({ postgres: true });
const database = new Database(services.postgres.appUrl);
const parts = {
  sessions: new SessionReader(new Redis({ lazyConnect: true })),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
};
beforeAll(() => seedDemoShop({ ownerUrl: services.postgres.ownerUrl }));
afterAll(() => database.close());

/** Products of twelve kinds. */
const varied = [
  "clover-tote-bag",
  "signe-bowl",
  "pip-pendant-lamp",
  "linnea-storage-jar",
  "tarn-throw",
  "clement-hook-rail",
  "plumb-mittens",
  "tinker-house-sandals",
  "signe-card",
  "juno-kite",
  "first-frost-milk-chocolate",
  "plumb-table",
];

function newestOf(model: ShopModel): string[] {
  return model.catalogue.newest().map((row) => model.ids.idOf(row));
}

/** The shop as PostgreSQL has it, with vectors that have not learnt anything yet. */
async function openShop(): Promise<ShopModel> {
  const model = new ShopModel("demo");
  await loadCatalogue(model, database);
  const random = randomFrom([11]);
  const records = newestOf(model).map((itemId, index) => {
    const output = Float32Array.from({ length: DIMS }, () => random.unit() - 0.5);
    return { itemId, version: 1, index, popularity: 0, bias: 0, input: output, output };
  });
  model.factors.apply({ spaceId: 1, dimensions: DIMS, eventSequence: 1, records }, { sequence: 1 });
  return model;
}

/** Visitors who look at some product, at the given one, and at some other. */
function walkAtRandom(model: ShopModel, itemId: string, visitors: number): void {
  const random = randomFrom([5]);
  const step = stepFactory();
  const ids = newestOf(model);
  for (let visitor = 0; visitor < visitors; visitor++) {
    const who = { visitorId: `v${visitor}`, sessionId: `s${visitor}` };
    for (const viewed of [ids[random.below(ids.length)]!, itemId, ids[random.below(ids.length)]!]) {
      model.steps.apply(0, [step({ ...who, itemId: viewed })]);
    }
  }
}

async function ask(model: ShopModel, values: object): Promise<RecommendedItem[]> {
  const request = requestFor(values);
  return (await recommend(parts, { model, request, deadline: new Deadline(5000) })).response.items;
}

/** How many of a rail's items share the leaf category, or the branch, with an item. */
function near(model: ShopModel, items: readonly RecommendedItem[], itemId: string) {
  const [leaf, branch] = model.catalogue.categoriesOf(itemId);
  const paths = items.map((item) => model.catalogue.categoriesOf(item.itemId));
  return {
    leaf: paths.filter(([own]) => own === leaf).length,
    branch: paths.filter((path) => path.includes(branch!)).length,
  };
}

/** The most items of one line; a line's name begins its products' ids. */
function ofOneLine(items: readonly RecommendedItem[]): number {
  const lines = new Map<string, number>();
  for (const { itemId } of items) {
    const line = itemId.split("-")[0]!;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return Math.max(...lines.values());
}

describe.each(varied)("a page of %s", (itemId) => {
  test("shows as similar what is of its kind", async () => {
    const model = await openShop();
    const items = await ask(model, { placement: "similar", itemId });
    expect(items).toHaveLength(12);
    expect(near(model, items, itemId).leaf).toBeGreaterThanOrEqual(11);
    for (const { reason } of items) expect(reason).toEqual({ code: "similar_to", itemId });
  });

  test.each([0, 1, 3])("after %i visitors, because you viewed makes sense", async (visitors) => {
    const model = await openShop();
    walkAtRandom(model, itemId, visitors);
    const items = await ask(model, { placement: "because_you_viewed", itemId, context: [itemId] });
    expect(items).toHaveLength(12);
    expect(near(model, items, itemId).branch).toBeGreaterThanOrEqual(10);
    expect(ofOneLine(items)).toBeLessThanOrEqual(3);
  });
});

test("where many go from one thing to another, that comes before what is alike", async () => {
  const model = await openShop();
  const step = stepFactory();
  for (let visitor = 0; visitor < 40; visitor++) {
    const who = { visitorId: `v${visitor}`, sessionId: `s${visitor}` };
    for (const itemId of ["pip-pendant-lamp", "hugo-tray"])
      model.steps.apply(0, [step({ ...who, itemId })]);
  }
  const about = { itemId: "pip-pendant-lamp", context: ["pip-pendant-lamp"] };
  const [first, second] = await ask(model, { placement: "because_you_viewed", ...about });
  expect(first!.itemId).toBe("hugo-tray");
  expect(first!.reason).toEqual({ code: "because_you_viewed", itemId: "pip-pendant-lamp" });
  expect(second!.reason).toEqual({ code: "similar_to", itemId: "pip-pendant-lamp" });
  const similar = await ask(model, { placement: "similar", ...about });
  expect(similar.map(({ itemId }) => itemId)).not.toContain("hugo-tray");
});

test("one order is chance, and stands behind what is of the kind; two come first", async () => {
  const model = await openShop();
  const itemId = "pip-pendant-lamp";
  const step = stepFactory();
  const buy = (orderId: string) => {
    for (const bought of [itemId, "juno-kite"]) {
      const who = { visitorId: `v-${orderId}`, sessionId: `s-${orderId}` };
      model.steps.apply(0, [step({ ...who, itemId: bought, orderId, type: "purchase" })]);
    }
  };
  const kite = async () => {
    const items = await ask(model, { placement: "bought_together", itemId });
    const place = items.findIndex((item) => item.itemId === "juno-kite");
    return { place, reason: items[place]?.reason };
  };
  buy("o1");
  expect((await kite()).place).toBeGreaterThanOrEqual(1);
  buy("o2");
  const together = { code: "bought_together", itemId };
  expect(await kite()).toEqual({ place: 0, reason: together });
});

test("home follows everything that the session looked at", async () => {
  const model = await openShop();
  const items = await ask(model, { context: ["juno-kite", "signe-bowl"] });
  expect(near(model, items, "juno-kite").leaf).toBeGreaterThanOrEqual(3);
  expect(near(model, items, "signe-bowl").leaf).toBeGreaterThanOrEqual(3);
});
