import { healthSchema } from "@slipstream/contracts/health";
import { opsStatusSchema } from "@slipstream/contracts/ops-status";
import { afterEach, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, newVisitorId, sendAs, view } from "../testing/client.ts";

afterEach(() => control("/redis/start").catch(() => {}));

/** A part has a second to answer, which a busy machine may miss: who looks at health looks again. */
const patience = { timeout: 20_000, interval: 200 };

/** The word on the whole, and on each part. */
async function words(): Promise<Record<string, string | number>> {
  const answer = await call("/api/health");
  const { state: shop, parts } = healthSchema.parse(await answer.json());
  const states = Object.entries(parts).map(([name, { state }]) => [name, state]);
  return { status: answer.status, shop, ...Object.fromEntries(states) };
}

test("health names each part, and what is only missed does not bring the shop down", async () => {
  await expect.poll(words, patience).toEqual({
    ...{ status: 200, shop: "degraded" },
    ...{ database: "ok", redis: "ok", nats: "ok" },
    ...{ modelServer: "down", stream: "down" },
  });
});

test("while Redis is away events pass, and health says what is missing", async () => {
  await control("/redis/kill");
  const response = await sendAs(newVisitorId(), [view("p1")]);
  expect(response.status).toBe(202);
  await expect.poll(words, patience).toMatchObject({ database: "ok", redis: "down" });
});

test("the status sums up the hub's shards", async () => {
  await sendAs(newVisitorId(), [view("p1"), view("p2")]);
  const { headers } = await signedIn({ roles: ["ops"] });
  const response = await call("/api/ops/status", { headers });
  const status = opsStatusSchema.parse(await response.json());
  expect(status.hubs.shards).toHaveLength(16);
  expect(status.hubs.accepted).toBeGreaterThanOrEqual(2);
  expect(status.stream).toBeUndefined();
});
