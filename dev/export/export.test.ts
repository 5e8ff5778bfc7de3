import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ServedMessage } from "@slipstream/contracts/served";
import postgres from "postgres";
import { expect, test } from "vitest";
import { readCatalogue } from "../datasets/catalogue-file.ts";
import { type LogRow, readEventLog } from "../datasets/event-log.ts";
import { findDataset } from "../datasets/find.ts";
import { readPositiveEvents } from "../datasets/positive-events.ts";
import { archiveShop, serveAnswers } from "../testing/archived-shop.ts";
import { startTestServices } from "../testing/services.ts";
import { majorUnits } from "./major-units.ts";
import { runExport } from "./run-export.ts";

const services = await startTestServices({ postgres: true, nats: true });
const stores = { databaseUrl: services.postgres.appUrl, natsUrl: services.nats.urls.url };
const shop = "exported";
const sessions = [
  ["lamp", "mug", "lamp"],
  ["mug", "vase"],
];
const answer: ServedMessage = {
  ...{ requestId: "r1", placement: "home_for_you", visitorId: "visitor-0", sessionId: "session-0" },
  ...{ servedAt: 1_767_225_600_500, model: "gbdt", modelVersion: "1", features: ["a", "b"] },
  rows: [
    { itemId: "lamp", position: 0, score: 0.5, propensity: 1, values: Float32Array.of(1, 0.25) },
    {
      itemId: "mug",
      position: -1,
      score: 0,
      propensity: 0,
      values: Float32Array.of(2, Number.NaN),
    },
  ],
};
await archiveShop({ adminUrl: services.postgres.adminUrl, shop, sessions });
const folder = join(services.folder, "out");
const silent = { write: () => {}, stores };

test("what is exported is a data set, event for event", async () => {
  const sql = postgres(services.postgres.adminUrl, { max: 1, onnotice: () => {} });
  await sql`insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
      order_id, occurred_at, received_at, body)
    values (${shop}, gen_random_uuid(), 100, 0, 'purchase', 'visitor-1', 'session-1', 'o1',
      ${new Date(1_800_000_000_000)}, now(), ${sql.json({
        lines: [
          { itemId: "vase", quantity: 2, priceMinor: 1999, currency: "GBP" },
          { itemId: "mug", quantity: 1, priceMinor: 300, currency: "JPY" },
        ],
      })}),
    (${shop}, gen_random_uuid(), 101, 0, 'search', 'visitor-1', 'session-1', null, now(), now(), '{}')`;
  await sql.end();
  await serveAnswers(services.nats.urls.url, shop, [answer, { ...answer, requestId: "r2" }]);

  expect(await runExport({ to: folder, shop }, silent)).toEqual({
    ...{ events: 7, products: 3, served: 2 },
  });
  const dataset = findDataset(folder);
  const { events, faultCount, skipped } = await readPositiveEvents(dataset);
  expect({ faultCount, skipped }).toEqual({ faultCount: 0, skipped: {} });
  expect(events.slice(0, 5).map(({ itemId }) => itemId)).toEqual(sessions.flat());
  expect(events[3]).toMatchObject({
    ...{ sessionId: "session-1", userId: "visitor-1", itemId: "mug", kind: "view" },
    at: 1_767_225_600_000 + 3_600_000,
  });
  const rows: LogRow[] = [];
  for await (const some of readEventLog(dataset, () => {})) rows.push(...some);
  expect(rows.slice(5)).toMatchObject([
    { itemId: "vase", kind: "purchase", quantity: 2, price: 19.99 },
    { itemId: "mug", kind: "purchase", quantity: 1, price: 300 },
  ]);
  const products = await readCatalogue(dataset.catalogue!, (fault) =>
    expect(fault).toBeUndefined(),
  );
  expect(products).toContainEqual(
    expect.objectContaining({ item_id: "lamp", title: "A lamp", price: 12.5, currency: "GBP" }),
  );
});

test("served answers come with the values that ranking saw; missing ones are null", () => {
  const text = gunzipSync(readFileSync(join(folder, "served.jsonl.gz"))).toString();
  const answers = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(answers.map((each) => each.request_id)).toEqual(["r1", "r2"]);
  expect(answers[0]).toMatchObject({
    ...{ served_at: 1_767_225_600.5, features: ["a", "b"] },
    rows: [
      { item_id: "lamp", position: 0, values: [1, 0.25] },
      { item_id: "mug", position: -1, values: [2, null] },
    ],
  });
  expect(readFileSync(join(folder, "README.txt"), "utf8")).toMatch(/session_id .*\n.*user_id/);
});

test("no installation, no shop: told with a code", async () => {
  const to = join(services.folder, "none");
  const without = runExport({ to, shop }, { write: () => {}, stores: undefined });
  await expect(without).rejects.toMatchObject({ code: "no_installation" });
  const other = runExport({ to, shop: "nowhere" }, silent);
  await expect(other).rejects.toMatchObject({ code: "unknown_shop" });
});

test("prices in units of their currency", () => {
  expect(majorUnits(1250, "GBP")).toBe(12.5);
  expect(majorUnits(1250, "JPY")).toBe(1250);
  expect(majorUnits(1250, undefined)).toBe(12.5);
});
