import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { keys } from "@slipstream/contracts/keys";
import { Redis } from "ioredis";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { findDataset } from "../datasets/find.ts";
import { startTestServices } from "../testing/services.ts";
import { eventIdFrom } from "./event-id.ts";
import { verifyReplay } from "./verify.ts";

const services = await startTestServices({ postgres: true, redis: true });
const redis = new Redis(services.redis.urls.url);
const sql = postgres(services.postgres.ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  redis.disconnect();
  await sql.end();
});

const log = join(services.folder, "events.tsv");
writeFileSync(
  log,
  [
    "session_id\tuser_id\titem_id\ttimestamp\tevent_type",
    "1\tann\tlamp\t100\tpurchase",
    "1\tann\tmug\t100\tpurchase",
    "2\t\tmug\t200\tpurchase",
    "C3\tann\tlamp\t300\treturn",
    "C4\tbob\tmug\t400\treturn",
    "5\t\tlamp\t500\tadjustment",
  ].join("\n"),
);
const dataset = findDataset(log);
const shop = dataset.slug;
const verify = () =>
  verifyReplay({
    dataset,
    databaseUrl: services.postgres.appUrl,
    redisUrl: services.redis.urls.url,
  });

async function archive(type: string, count: number): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select set_config('app.shop', ${shop}, true)`;
    await transaction`
      insert into events (shop_id, id, stream_sequence, partition, type, visitor_id, session_id,
        occurred_at, received_at, body)
      values (${shop}, ${eventIdFrom("verify test", type, count)}, ${count}, 0, ${type}, 'ann', 's',
        now(), now(), '{}')`;
  });
}

test("nothing applied: every count is told", async () => {
  const { differences, purchaseRows, returnsTakenBack } = await verify();
  expect({ purchaseRows, returnsTakenBack }).toEqual({ purchaseRows: 3, returnsTakenBack: 1 });
  expect(differences).toEqual([
    { what: "archived purchase rows", expected: 3, found: 0 },
    { what: "archived return rows", expected: 2, found: 0 },
    { what: "total_purchases of mug", expected: 2, found: 0 },
  ]);
});

test("all applied, over several partitions: no difference; one too many: told", async () => {
  for (let count = 1; count <= 3; count++) await archive("purchase", count);
  for (let count = 4; count <= 5; count++) await archive("return", count);
  await archive("view", 6);
  await redis.hset(keys.productStats(shop, "mug", 3), "total_purchases", 1);
  await redis.hset(keys.productStats(shop, "mug", 15), "total_purchases", 1);
  await redis.hset(keys.productStats(shop, "lamp", 0), "total_purchases", 0);
  expect((await verify()).differences).toEqual([]);
  await redis.hincrby(keys.productStats(shop, "lamp", 7), "total_purchases", 1);
  expect((await verify()).differences).toEqual([
    { what: "total_purchases of lamp", expected: 0, found: 1 },
  ]);
});
