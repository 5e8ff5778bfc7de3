import { encodeFactorRecord } from "@slipstream/contracts/factors";
import { startTestServices } from "@slipstream/dev/testing/services";
import { pino } from "pino";
import { expect, test } from "vitest";
import { Database } from "../archive/database.ts";
import { Checkpointer } from "./checkpointer.ts";
import { ShopLearner } from "./shop-learner.ts";

const services = await startTestServices({ postgres: true });
const log = pino({ level: "silent" });

/** Learns a few views, and says which items that changed. */
function learn(learner: ShopLearner, from: number): string[] {
  learner.begin({ replays: 2, predictions: 0, learntUpTo: 0, frozen: false });
  for (let sequence = from; sequence < from + 40; sequence++) {
    const [itemId, before] = [`item-${sequence % 7}`, `item-${(sequence + 3) % 7}`];
    const who = { visitorId: `visitor-${sequence % 3}`, itemId, history: [before] };
    learner.learn({ ...who, sequence, line: 0, weight: 1, occurredAt: 1e12 + sequence });
  }
  return learner.takeWrites().records.map((record) => record.itemId);
}

function factors(learner: ShopLearner): string[] {
  return Array.from({ length: 7 }, (_, item) =>
    Buffer.from(encodeFactorRecord(learner.recordOf(`item-${item}`)!)).toString("hex"),
  );
}

/** Lets the live figures see a learner that ranks its item so, beside a popularity that hits. */
function measure(learner: ShopLearner, rank: number, times: number): void {
  const seen = { itemId: "item-1", history: [], weight: 1, occurredAt: 1e12 };
  for (let time = 0; time < times; time++) learner.prequential.predict(seen, rank);
}

test("a learner that fell below popularity goes back to its last good checkpoint", async () => {
  const database = new Database(services.postgres.appUrl);
  const checkpointer = new Checkpointer({ database, log, everyMs: 60_000 });
  const learner = new ShopLearner("demo");
  checkpointer.note({ shop: "demo", home: 0 }, learn(learner, 1));
  measure(learner, 1, 600);
  await checkpointer.finish([learner], 40);
  const good = factors(learner);
  checkpointer.note({ shop: "demo", home: 0 }, learn(learner, 41));
  expect(factors(learner)).not.toEqual(good);
  measure(learner, Number.POSITIVE_INFINITY, 2_000);
  await checkpointer.tick([learner], 80);
  expect(factors(learner)).toEqual(good);
  expect(checkpointer.figures).toEqual({ written: 1, failed: 0, rollbacks: 1 });
  expect(learner.takeWrites().records).toHaveLength(7);
  expect(learner.prequential.figures().samples).toBe(0);
  await database.close();
});

test("without a checkpoint that was measured as good nothing is set back", async () => {
  const database = new Database(services.postgres.appUrl);
  const checkpointer = new Checkpointer({ database, log, everyMs: 60_000 });
  const learner = new ShopLearner("demo");
  checkpointer.note({ shop: "demo", home: 0 }, learn(learner, 1));
  measure(learner, Number.POSITIVE_INFINITY, 2_000);
  const before = factors(learner);
  await checkpointer.tick([learner], 40);
  expect(factors(learner)).toEqual(before);
  expect(checkpointer.figures.rollbacks).toBe(0);
  await database.close();
});
