import { healthSchema } from "@slipstream/contracts/health";
import { opsStatusSchema } from "@slipstream/contracts/ops-status";
import { afterEach, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { call, control, newVisitorId, sendAs, view } from "../testing/client.ts";

afterEach(() => control("/redis/start").catch(() => {}));

test("health names each part, and what is only missed does not bring the shop down", async () => {
  const response = await call("/api/health");
  expect(response.status).toBe(200);
  const health = healthSchema.parse(await response.json());
  expect(health.state).toBe("degraded");
  expect(health.parts).toMatchObject({
    database: { state: "ok" },
    redis: { state: "ok" },
    nats: { state: "ok" },
    modelServer: { state: "down" },
    stream: { state: "down" },
  });
});

test("while Redis is away events pass, and health says what is missing", async () => {
  await control("/redis/kill");
  const response = await sendAs(newVisitorId(), [view("p1")]);
  expect(response.status).toBe(202);
  const health = healthSchema.parse(await (await call("/api/health")).json());
  expect(health.parts.redis!.state).toBe("down");
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
