import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerEvent } from "@slipstream/contracts/events";
import { serverEventSchema } from "@slipstream/contracts/events";
import { expect, test } from "vitest";
import { readEventLog } from "../datasets/event-log.ts";
import type { DatasetFiles } from "../datasets/find.ts";
import { DatasetError, findDataset } from "../datasets/find.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { ExpectedCounts } from "./expected-counts.ts";
import { prepareLogReplay } from "./replay-log.ts";

const folder = temporaryFolder();

function dataset(name: string, log: string): DatasetFiles {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "events.tsv"), log);
  return findDataset(join(folder, name));
}

const retail = dataset(
  "retail",
  [
    "session_id\tuser_id\titem_id\ttimestamp\tevent_type\tquantity\tunit_price\tcountry",
    "536365\t17850\t85123A\t1000\tpurchase\t6\t2.55\tUK",
    "536365\t17850\t71053\t1000\tpurchase\t1\t3.39\tUK",
    "536366\t\t71053\t2000\tpurchase\t1\t3.39\tUK",
    "536367\t\tPOST\t2500\tnon_product\t1\t18\tFR",
    "C536379\t17850\t85123A\t3000\treturn\t-6\t2.55\tUK",
    "C536380\t17850\t85123A\t3500\treturn\t-6\t2.55\tUK",
    "536381\t\t22139\t4000\tadjustment\t-5\t0\tUK",
    "C536382\t\t71053\t5000\treturn\t-1\t3.39\tUK",
  ].join("\n"),
);

const nowMs = 1_000_000_000_000;
const options = { currency: "GBP", ratePerSecond: 0, keepGaps: false, nowMs: () => nowMs };

async function collect(replay: Awaited<ReturnType<typeof prepareLogReplay>>) {
  const events: ServerEvent[] = [];
  for await (const some of replay.events()) events.push(...some);
  return events;
}

test("purchases and returns become events, other rows are counted as skipped", async () => {
  const replay = await prepareLogReplay({ ...options, dataset: retail });
  const events = await collect(replay);
  expect(replay.total).toBe(6);
  expect(replay.skipped).toEqual({ non_product: 1, adjustment: 1 });
  for (const event of events) serverEventSchema.parse(event);
  expect(events[0]).toEqual({
    id: expect.any(String),
    type: "purchase",
    visitorId: "17850",
    sessionId: "536365",
    orderId: "536365",
    itemId: "85123A",
    quantity: 6,
    priceMinor: 255,
    currency: "GBP",
    occurredAt: nowMs - 4_000_000,
  });
  expect(events[2]).toMatchObject({ visitorId: "guest-536366", orderId: "536366" });
  expect(events[3]).toMatchObject({ type: "return", visitorId: "17850", quantity: 6 });
  expect(events[3]).not.toHaveProperty("orderId");
  expect(events.at(-1)!.occurredAt).toBe(nowMs);
});

test("a second replay sends the same ids; a limit stops early", async () => {
  const first = await collect(await prepareLogReplay({ ...options, dataset: retail }));
  const second = await collect(await prepareLogReplay({ ...options, dataset: retail, limit: 3 }));
  expect(second.map(({ id }) => id)).toEqual(first.slice(0, 3).map(({ id }) => id));
  expect(new Set(first.map(({ id }) => id)).size).toBe(6);
});

test("a log that is not in time order is sorted, those of one instant as they stood", async () => {
  const clicks = dataset(
    "clicks",
    "SessionId\tItemId\tTime\n1\tc\t30\n2\ta\t10\n2\tb\t20\n1\td\t30\n",
  );
  const replay = await prepareLogReplay({ ...options, dataset: clicks });
  const events = await collect(replay);
  expect(events.map(({ itemId }) => itemId)).toEqual(["a", "b", "c", "d"]);
  expect(events[0]).toMatchObject({ type: "view", visitorId: "guest-2", sessionId: "2" });
  expect(events[0]!.occurredAt).toBe(nowMs - 20_000);
});

test("expected counts: a return takes back one line that was bought and not yet sent back", async () => {
  const counts = new ExpectedCounts();
  for await (const rows of readEventLog(retail, () => {})) for (const row of rows) counts.add(row);
  expect(counts).toMatchObject({ purchaseRows: 3, returnRows: 3, returnsTakenBack: 1 });
  expect(Object.fromEntries(counts.purchasesByItem)).toEqual({ "85123A": 0, "71053": 2 });
});

function onlineRetail(): DatasetFiles | undefined {
  try {
    return findDataset("online_retail");
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
}
const real = onlineRetail();

test.skipIf(!real)(
  `the whole of online_retail is mapped${real ? "" : " (skipped: put online_retail into .data/datasets)"}`,
  { timeout: 60_000 },
  async () => {
    const replay = await prepareLogReplay({ ...options, dataset: real! });
    const counts: Record<string, number> = {};
    const lastOf = new Map<string, number>();
    let outOfOrder = 0;
    for await (const events of replay.events()) {
      for (const event of events) {
        counts[event.type] = (counts[event.type] ?? 0) + 1;
        if (event.occurredAt < (lastOf.get(event.visitorId) ?? 0)) outOfOrder++;
        lastOf.set(event.visitorId, event.occurredAt);
      }
    }
    expect(outOfOrder).toBe(0);
    expect(counts).toEqual({ purchase: 360_537, return: 6_214 });
    expect(replay.skipped).toEqual({ adjustment: 1_934, non_product: 2_246 });
    expect(replay.faults).toEqual([]);
  },
);
