import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { productListSchema, shopInfoSchema } from "@slipstream/contracts/shop-api";
import { SHOP, startChaosSystem } from "@slipstream/dev/chaos/chaos-system";
import { type CheckOptions, check } from "@slipstream/dev/chaos/checker/check";
import { type FaultName, mixedFaults, planFaults } from "@slipstream/dev/chaos/plan";
import { type ChaosOutcome, placesOf, runChaosOn } from "@slipstream/dev/chaos/run-chaos";
import { findDataset } from "@slipstream/dev/datasets/find";
import { temporaryFolder } from "@slipstream/dev/testing/temporary-folder";
import { EdgeClient } from "@slipstream/dev/traffic/edge-client";
import { prepareLogReplay } from "@slipstream/dev/traffic/replay-log";
import { runReplay } from "@slipstream/dev/traffic/run-replay";
import { verifyReplay } from "@slipstream/dev/traffic/verify";
import { Redis } from "ioredis";
import { afterAll, expect, it } from "vitest";

const ITEMS = 20;
const ROWS = 300;
const EVENTS = 2_500;

/** A small shop's invoices in the format of the public data sets: baskets, and some returns. */
function writeDataset(folder: string): string {
  mkdirSync(folder, { recursive: true });
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
    const type = row % 20 === 19 ? "return" : "purchase";
    const line = [basket % 13, `T${(row * 7) % ITEMS}`, 1_700_000_000 + row, type, 1, 2.5];
    rows.push([`${type === "return" ? "C" : ""}B${basket}`, ...line].join("\t"));
  }
  writeFileSync(`${folder}/catalogue.jsonl.gz`, gzipSync(`${catalogue.join("\n")}\n`));
  writeFileSync(`${folder}/events.tsv.gz`, gzipSync(`${rows.join("\n")}\n`));
  return folder;
}

const folder = temporaryFolder();
const dataset = findDataset(writeDataset(`${folder}/small_shop`));
/** Every process is killed at least once. */
const kills: FaultName[] = [
  ...(["kill-edge", "kill-nats", "kill-redis", "kill-postgres", "kill-model-server"] as const),
  ...(["crash-before-learn", "crash-before-commit", "crash-after-commit"] as const),
  ...(["crash-before-archive-ack", "kill-nats"] as const),
];
const others: FaultName[] = [
  ...(["pause-stream", "torn-redis-answer", "torn-hub", "clock-jump", "outage-nats"] as const),
];
const run = {
  seed: 20_26,
  plan: planFaults({ seed: 20_26, events: EVENTS, faults: [...kills, ...others] }),
  pauseMs: 1_500,
  duplicateWindowMs: 1_000,
  tell: () => {},
};
const chaos = await startChaosSystem({
  ...run,
  dataDir: `${folder}/data`,
  leaseTtlMs: 800,
  datasets: [dataset.folder],
});
afterAll(() => chaos.stop());
let outcome: ChaosOutcome;

const urlOf = (shop: string) => {
  const url = new URL(chaos.system.urls.edge);
  if (shop !== SHOP) url.hostname = `${shop}.localhost`;
  return url.origin;
};

it("two shops stand side by side, each at its own host name, with its own products", async () => {
  const names = new Map<string, string[]>();
  for (const shop of [SHOP, dataset.slug]) {
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
  expect(names.get(SHOP)?.length).toBeGreaterThan(0);
  expect(names.get(dataset.slug)?.length).toBeGreaterThan(0);
  expect(names.get(SHOP)?.some((id) => names.get(dataset.slug)?.includes(id))).toBe(false);
});

it("kills of every process, cuts and outages lose nothing, double nothing, keep each visitor's order", async () => {
  outcome = await runChaosOn(chaos, run);
  expect(outcome.findings.all).toEqual([]);
  expect(outcome.missed).toEqual([]);
  expect(outcome.kills).toBe(kills.length);
  expect(outcome.accepted).toHaveLength(EVENTS);
  expect(outcome.facts.length).toBeGreaterThan(20);
  expect(outcome.findings.compared).toBeGreaterThan(EVENTS);
}, 300_000);

it("the checker finds what is missing, what is there twice, and what changed places", async () => {
  const { accepted, facts } = outcome;
  const kinds = async (changed: Partial<CheckOptions>) => {
    const { findings } = await check({
      accepted,
      facts,
      refused: [],
      ...placesOf(chaos),
      ...changed,
    });
    return new Set(findings.all.map(({ kind, where }) => `${kind} ${where.split(" ")[0]}`));
  };
  // The last one: none of it came back.
  const bought = accepted.findLast(({ type }) => type === "purchase");
  const unsent = await kinds({ accepted: accepted.filter((event) => event !== bought) });
  for (const where of ["archive", "order", "product", "factors'", "trending", "LEARN"]) {
    expect(unsent).toContain(`doubled ${where}`);
  }
  const more = { ...bought!, id: crypto.randomUUID() };
  const unkept = await kinds({ accepted: [...accepted, more] });
  for (const where of ["archive", "order", "product", "factors'", "trending", "LEARN", "hub"]) {
    expect(unkept).toContain(`lost ${where}`);
  }
  expect(await kinds({ facts: facts.slice(1) })).toContain("doubled archive,");
  expect(await kinds({ accepted: accepted.toReversed() })).toContain("out_of_order archive");
  const redis = new Redis(placesOf(chaos).redisUrl);
  await redis.zincrby(`${SHOP}:trending::0`, -1e72, bought!.lines![0]!.itemId);
  redis.disconnect();
  expect(await kinds({})).toEqual(new Set(["lost trending"]));
});

it("a replay of a shop's log leaves what the log says", async () => {
  const log = await prepareLogReplay({
    dataset,
    currency: "GBP",
    ratePerSecond: 0,
    keepGaps: false,
  });
  const replayed = await runReplay({
    edgeUrl: urlOf(dataset.slug),
    apiKey: chaos.system.apiKeyOf(dataset.slug),
    ratePerSecond: 0,
    events: log.events(),
  });
  expect(replayed.final.done).toBe(true);
  expect(replayed.report.accepted).toBe(log.total);
  const { databaseUrl, redisUrl } = placesOf(chaos);
  const verification = await verifyReplay({ dataset, databaseUrl, redisUrl });
  expect(verification.differences).toEqual([]);
  expect(verification.purchaseRows).toBe(ROWS - ROWS / 20);
});

it("a seed plans the same faults again, another seed others", () => {
  const planned = (seed: number) =>
    planFaults({ seed, events: 1_000, faults: mixedFaults({ seed, kills: 40 }) });
  expect(planned(1)).toEqual(planned(1));
  expect(planned(1)).not.toEqual(planned(2));
  expect(planned(1).reduce((sum, { events }) => sum + events, 0)).toBe(1_000);
});
