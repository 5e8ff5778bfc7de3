import { payments } from "@slipstream/migrations/schema";
import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { type Settings, settingsOf } from "../env.ts";
import { bindings } from "../testing/client.ts";
import { orderOf, place } from "../testing/orders.ts";
import { atTill, openTill, till } from "../testing/till.ts";
import { openProvider, providerInUse } from "./providers.ts";
import { startPayment } from "./start.ts";

beforeAll(openTill);

const stripeKeys = {
  STRIPE_SECRET_KEY: "sk",
  STRIPE_PUBLISHABLE_KEY: "pk",
  STRIPE_WEBHOOK_SECRET: "whsec",
};
const shop = { id: till.id, name: "Till", locale: "en-GB" };
const without = (name: keyof Settings) => settingsOf({ ...bindings, [name]: undefined });
const production = without("TEST_PAYMENTS");

test("the test provider takes orders only where it is switched on, and Stripe goes before it", () => {
  expect(providerInUse(production)).toBeUndefined();
  expect(providerInUse({ ...production, TEST_PAYMENTS: "on" })).toBe("test");
  expect(providerInUse({ ...production, ...stripeKeys })).toBe("stripe");
  expect(providerInUse({ ...production, ...stripeKeys, TEST_PAYMENTS: "on" })).toBe("stripe");
  expect(providerInUse({ ...production, ...stripeKeys, STRIPE_WEBHOOK_SECRET: "" })).toBe(
    undefined,
  );
});

test("where it is switched off nothing of it is reachable, and no payment begins", async () => {
  const surroundings = { database: new Database(bindings), settings: production, shop };
  expect(() => openProvider("test", surroundings)).toThrow(
    expect.objectContaining({ code: "unknown_payment_provider" }),
  );
  const placed = await place([{}]);
  const { orderId } = placed;
  const mine = and(eq(payments.shopId, till.id), eq(payments.orderId, orderId));
  await atTill((transaction) => transaction.delete(payments).where(mine));
  await expect(
    startPayment({ ...surroundings, origin: "https://till.test", orderId }),
  ).rejects.toMatchObject({ code: "payment_unavailable" });
  const rows = await atTill((transaction) => transaction.select().from(payments).where(mine));
  expect(rows).toEqual([]);
  expect((await orderOf(placed)).state).toBe("payment_pending");
});
