import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { randomFrom } from "@slipstream/algorithms/random";
import { productListSchema, shopInfoSchema } from "@slipstream/contracts/shop-api";
import { findDataset } from "@slipstream/dev/datasets/find";
import { startSystem } from "@slipstream/dev/supervisor/system";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import { EdgeClient } from "@slipstream/dev/traffic/edge-client";
import { prepareLogReplay } from "@slipstream/dev/traffic/replay-log";
import { runReplay } from "@slipstream/dev/traffic/run-replay";
import { verifyReplay } from "@slipstream/dev/traffic/verify";
import { afterAll, expect, it } from "vitest";

const ITEMS = 40;
const CUSTOMERS = 60;
const ROWS = 3000;

/** A small shop's invoices in the format of the public data sets: baskets, and some returns. */
function writeDataset(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const random = randomFrom([20_26]);
  const catalogue = Array.from({ length: ITEMS }, (_, index) =>
    JSON.stringify({
      item_id: `T${index}`,
      title: `TEST MUG NO ${index}`,
      category_derived: index % 2 ? "Kitchen" : "Garden",
      price: 1 + index / 10,
      currency: "GBP",
    }),
  );
  const rows = ["session_id\tuser_id\titem_id\ttimestamp\tevent_type\tquantity\tunit_price"];
  for (let row = 0; row < ROWS; row++) {
    const basket = Math.floor(row / 5);
    const customer = (basket * 7) % CUSTOMERS;
    const type = random.unit() < 0.05 ? "return" : "purchase";
    rows.push(
      [
        `${type === "return" ? "C" : ""}B${basket}`,
        customer,
        `T${random.below(ITEMS)}`,
        1_700_000_000 + row,
        type,
        1,
        2.5,
      ].join("\t"),
    );
  }
  writeFileSync(`${folder}/catalogue.jsonl.gz`, gzipSync(`${catalogue.join("\n")}\n`));
  writeFileSync(`${folder}/events.tsv.gz`, gzipSync(`${rows.join("\n")}\n`));
  return folder;
}

const folder = temporaryFolder();
const dataset = findDataset(writeDataset(`${folder}/small_shop`));
const system = await startSystem({
  dataDir: `${folder}/data`,
  port: 0,
  datasets: [dataset.folder],
  environment: { PATH: process.env.PATH },
});
afterAll(() => system.stop());

const urlOf = (shop: string) => {
  const url = new URL(system.urls.edge);
  if (shop !== "demo") url.hostname = `${shop}.localhost`;
  return url.origin;
};

it("two shops stand side by side, each at its own host name, with its own products", async () => {
  const names = new Map<string, string[]>();
  for (const shop of ["demo", dataset.slug]) {
    const client = new EdgeClient({ edgeUrl: urlOf(shop) });
    const read = async (path: string) => (await client.request({ method: "GET", path })).body;
    expect(shopInfoSchema.parse(await read("/api/shop")).id).toBe(shop);
    const list = productListSchema.parse(await read("/api/products"));
    names.set(
      shop,
      list.items.map(({ itemId }) => itemId),
    );
    client.close();
  }
  expect(names.get("demo")?.length).toBeGreaterThan(0);
  expect(names.get(dataset.slug)?.length).toBeGreaterThan(0);
  expect(names.get("demo")?.some((id) => names.get(dataset.slug)?.includes(id))).toBe(false);
});

it("a replay through kill -9 of processor, NATS, edge and Redis loses and doubles nothing", async () => {
  const accidents: [after: number, what: () => Promise<void> | undefined][] = [
    [400, () => system.children.get("stream")?.kill()],
    [900, () => system.services.get("nats")?.kill()],
    [1500, () => system.children.get("edge")?.kill()],
    [2000, () => system.services.get("redis")?.kill()],
    [2500, () => system.children.get("stream")?.kill()],
  ];
  const expected = accidents.length;
  const happened: Promise<void>[] = [];
  const replay = await prepareLogReplay({
    dataset,
    currency: "GBP",
    ratePerSecond: 400,
    keepGaps: false,
  });
  const outcome = await runReplay({
    edgeUrl: urlOf(dataset.slug),
    apiKey: system.apiKeyOf(dataset.slug),
    ratePerSecond: 400,
    events: replay.events(),
    onSending: ({ sent }) => {
      while (accidents[0] && sent >= accidents[0][0]) {
        const kill = accidents.shift()?.[1]();
        if (kill) happened.push(kill);
      }
    },
  });
  await Promise.all(happened);
  expect(happened).toHaveLength(expected);
  expect(outcome.final.done).toBe(true);
  expect(outcome.report.accepted + outcome.report.duplicates).toBe(replay.total);
  const verification = await verifyReplay({
    dataset,
    databaseUrl: system.urls.stores.databaseUrl,
    redisUrl: system.urls.stores.redisUrl,
  });
  expect(verification.differences).toEqual([]);
  expect(verification.purchaseRows).toBeGreaterThan(2500);
});
