import { Ease } from "@slipstream/algorithms/batch/ease";
import { trainSequenceModel } from "@slipstream/algorithms/batch/sequence-trainer";
import { ItemIds } from "@slipstream/algorithms/engine/item-ids";
import {
  type BatchPlace,
  StandardEngine,
  standardColumns,
} from "@slipstream/algorithms/engine/standard";
import { VisitHistory } from "@slipstream/algorithms/engine/visit-history";
import { randomFrom } from "@slipstream/algorithms/random";
import { type BatchModel, BatchModelSource } from "@slipstream/algorithms/sources/batch-model";
import { keys } from "@slipstream/contracts/keys";
import { encodeSessionState } from "@slipstream/contracts/session-state";
import { startTestServices } from "@slipstream/dev/testing/services";
import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { Deadline } from "../deadline.ts";
import { recommend } from "../pipeline.ts";
import { SessionReader } from "../session-reader.ts";
import { ShopModel } from "../shop-model.ts";
import { NOW, productsOf, requestFor } from "../testing/shop.ts";

const services = await startTestServices({ redis: true });
const redis = new Redis(services.redis.urls.url);
redis.on("error", () => {});
afterAll(() => redis.disconnect());
await redis.ping();

const parts = {
  sessions: new SessionReader(redis),
  waitFor: async () => true,
  random: () => 0,
  now: () => NOW,
};
const products = productsOf(["cups", "lamps", "rugs"], 12);

/** Views of many visitors, taking turns: sessions of some items, with repeats, one after the other. */
function views() {
  const random = randomFrom([21]);
  return Array.from({ length: 3000 }, (_, at) => {
    const visitor = random.below(40);
    return {
      visitorId: `v${visitor}`,
      sessionId: `v${visitor}-${Math.floor(at / 500)}`,
      itemId: products[Math.floor(random.unit() ** 2 * products.length)]!.itemId,
      occurredAt: NOW - 3_000_000 + 1000 * at,
    };
  });
}

/** Columns that hang on what only a server has, or on who asks besides the visits. */
const ofServer =
  /^(session_vector|co_purchase|item_vector|user_factor|content|new_items|given|trending)\./;

/** A sparse and a dense model of what each session had, items by first mention: not as the shop has them. */
function trained(log: ReturnType<typeof views>) {
  const ids = new ItemIds();
  const sessions = new Map<string, number[]>();
  for (const { sessionId, itemId } of log) {
    const own = sessions.get(sessionId) ?? [];
    sessions.set(sessionId, [...own, ids.ensure(itemId)]);
  }
  const sequences = [...sessions.values()].map((rows) => Int32Array.from(rows));
  const data = { items: ids.size, sequences };
  const models = new Map<BatchPlace, BatchModel>([
    ["ease", Ease.train(data, { regularisation: 10 })],
    ["sequence", trainSequenceModel(data, { seed: 1, epochs: 1 })],
  ]);
  return { ids, models };
}

test("what a server reads of a session is what offline training reads of the same log", async () => {
  const log = views();
  const { ids, models } = trained(log);
  const itemIds = Array.from({ length: ids.size }, (_, row) => ids.idOf(row));
  const slots = [...models].map(([name, model]) => {
    const slot = { current: { model: { model, itemIds } }, refresh: () => {} };
    return [name, slot] as const;
  });
  const model = new ShopModel("demo", {}, { batch: new Map(slots) });
  model.catalogue.apply(products);
  const engine = new StandardEngine(
    [...models].map(([name, model]) => {
      const source = new BatchModelSource(name);
      source.use(model, ids.size);
      return source;
    }),
  );
  const histories = new Map<string, VisitHistory>();
  const sessions = new Map<string, number>();
  log.forEach(({ visitorId, sessionId, itemId, occurredAt }, at) => {
    const common = { visitorId, sessionId, itemId, occurredAt, quantity: 1 };
    model.steps.apply(0, [{ ...common, eventSequence: at + 1, type: "view" }]);
    const history = histories.get(visitorId) ?? new VisitHistory();
    histories.set(visitorId, history);
    sessions.set(sessionId, sessions.get(sessionId) ?? sessions.size);
    const row = ids.ensure(itemId);
    history.begin(sessions.get(sessionId)!);
    engine.observe({ row, weight: 1, at: occurredAt }, history.query(occurredAt));
    history.add(row, occurredAt);
  });
  for (const visitorId of ["v1", "v7", "v23"]) {
    const last = log.findLast((view) => view.visitorId === visitorId)!;
    const recent = [{ itemId: last.itemId, type: "view" as const, occurredAt: last.occurredAt }];
    const state = { spaceId: 1, decayedAt: NOW, steps: 1, vector: new Float32Array(8), recent };
    const key = keys.session("demo", last.sessionId);
    await redis.set(key, Buffer.from(encodeSessionState(state)));
    const request = requestFor({ visitorId, sessionId: last.sessionId });
    const deadline = new Deadline(5000);
    const { trace, response } = await recommend(parts, { model, request, deadline });
    expect(response.degraded).toBe(false);
    const served = trace!.ranked.table;
    const offline = engine.table(histories.get(visitorId)!.query(NOW), { perSource: 60 });
    const rows = Array.from(offline.rows, (row) => ids.idOf(row));
    expect(rows.length).toBeGreaterThan(20);
    for (const name of models.keys()) {
      expect(engine.proposedBy(name).length, name).toBeGreaterThan(5);
    }
    for (const [at, itemId] of rows.entries()) {
      const place = served.rows.indexOf(model.ids.rowOf(itemId)!);
      expect(place, itemId).toBeGreaterThanOrEqual(0);
      standardColumns.forEach((name, column) => {
        if (ofServer.test(name)) return;
        const value = served.values[place * served.names.length + column];
        expect(value, name).toBe(offline.values[at * standardColumns.length + column]);
      });
    }
  }
});
