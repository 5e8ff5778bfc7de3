import { payments, refunds, testDeliveries, testIntents } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { settingsOf } from "../env.ts";
import { lockOrder } from "../orders/transition.ts";
import { signedIn } from "../testing/accounts.ts";
import { bindings, control } from "../testing/client.ts";
import { buy, intentOf, orderOf, place } from "../testing/orders.ts";
import { atTill, Browser, openTill, till } from "../testing/till.ts";
import { finishOpenPayments } from "./finish-open.ts";
import { openRefund } from "./refunds.ts";
import { confirmTestCard } from "./test-provider/confirm.ts";

beforeAll(openTill);

const database = new Database(bindings);
const finish = () =>
  finishOpenPayments({
    database,
    settings: settingsOf(bindings),
    shop: { id: till.id, name: "Till", locale: "en-GB" },
    origin: till.host,
  });

test("a refund that was cut off between its two transactions is carried out once", async () => {
  const placed = await buy([{ priceMinor: 1000 }]);
  const refundId = await atTill(async (transaction) => {
    const order = await lockOrder(transaction, till.id, placed.orderId);
    return openRefund(transaction, till.id, order, {
      amountMinor: 300,
      reason: "A scratch",
      shares: [],
    });
  });
  await finish();
  // It may be on its way just now: it is left alone for a minute.
  expect(await orderOf(placed)).toMatchObject({ refundedMinor: 0 });
  await control("/sql", {
    statement: `update refunds set created_at = now() - interval '2 minutes' where id = '${refundId}'`,
  });
  await Promise.all([finish(), finish(), finish()]);
  expect(await orderOf(placed)).toMatchObject({ refundedMinor: 300, state: "paid" });
  const [intent] = await atTill((transaction) =>
    transaction
      .select({ refunded: testIntents.refundedMinor })
      .from(testIntents)
      .where(eq(testIntents.reference, intentOf(placed.payment).reference)),
  );
  expect(intent).toEqual({ refunded: 300 });
});

test("a refund that the provider refuses is marked, and no money is counted as gone", async () => {
  const placed = await buy([{ priceMinor: 1000 }]);
  await atTill((transaction) =>
    transaction
      .update(testIntents)
      .set({ refundedMinor: sql`${testIntents.amountMinor}` })
      .where(eq(testIntents.reference, intentOf(placed.payment).reference)),
  );
  const { browser, number, token } = placed;
  await browser.call(`/api/orders/${number}/cancel?token=${token}`, { body: {} });
  const order = await orderOf(placed);
  expect(order).toMatchObject({ state: "cancelled", refundedMinor: 0 });
  expect(order.refunds).toMatchObject([{ state: "failed" }]);
  expect(order.events.map(({ kind }) => kind)).toContain("refund_failed");
  const rows = await atTill((transaction) =>
    transaction
      .select({ failureCode: refunds.failureCode })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(eq(payments.orderId, placed.orderId)),
  );
  expect(rows).toEqual([{ failureCode: "amount_too_large" }]);
  // An admin gives the money back once the provider can.
  await atTill((transaction) =>
    transaction
      .update(testIntents)
      .set({ refundedMinor: 0 })
      .where(eq(testIntents.reference, intentOf(placed.payment).reference)),
  );
  const admin = await signedIn({ roles: ["admin"], shop: till.id, host: till.host });
  const again = await new Browser(admin.headers.cookie).call(`/api/sales/${number}/refunds`, {
    body: { amountMinor: order.totalMinor },
    headers: { "idempotency-key": crypto.randomUUID() },
  });
  expect(again.status).toBe(200);
  const after = await orderOf(placed);
  expect(after).toMatchObject({ state: "cancelled", refundedMinor: order.totalMinor });
});

test("a webhook that nobody took is posted again, and pays the order", async () => {
  const placed = await place([{}]);
  const at = { database, shop: till.id };
  await confirmTestCard(at, {
    ...intentOf(placed.payment),
    card: { number: "4242424242424242", expiry: "04/40", code: "123" },
  });
  expect((await orderOf(placed)).state).toBe("payment_pending");
  await Promise.all([finish(), finish()]);
  expect((await orderOf(placed)).state).toBe("paid");
  const [delivery] = await atTill((transaction) =>
    transaction
      .select({ deliveredAt: testDeliveries.deliveredAt, attempts: testDeliveries.attempts })
      .from(testDeliveries)
      .where(sql`${testDeliveries.body}->>'reference' = ${intentOf(placed.payment).reference}`),
  );
  expect(delivery).toMatchObject({ deliveredAt: expect.any(Date), attempts: 1 });
});

test("a webhook whose taking fails keeps no other from its turn, and comes again", async () => {
  const [bad, good] = [await place([{}]), await place([{}])];
  for (const { payment } of [bad, good]) {
    await confirmTestCard(
      { database, shop: till.id },
      {
        ...intentOf(payment),
        card: { number: "4242424242424242", expiry: "04/40", code: "123" },
      },
    );
  }
  const of = (placed: typeof bad) =>
    `where body->>'reference' = '${intentOf(placed.payment).reference}'`;
  // A body that the provider cannot read is older than the other.
  await control("/sql", {
    statement: `update test_deliveries set due_at = due_at - interval '1 minute',
      body = jsonb_set(body, '{event,amountMinor}', '"many"') ${of(bad)}`,
  });
  await finish();
  expect((await orderOf(good)).state).toBe("paid");
  expect((await orderOf(bad)).state).toBe("payment_pending");
  await control("/sql", {
    statement: `update test_deliveries set due_at = now() - interval '1 minute',
      body = jsonb_set(body, '{event,amountMinor}', '1500') ${of(bad)}`,
  });
  await finish();
  expect((await orderOf(bad)).state).toBe("paid");
});
