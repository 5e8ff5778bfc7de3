import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { eventually, problemOf } from "../testing/client.ts";
import {
  atTill,
  Browser,
  homeAddress,
  openTill,
  ordersWith,
  placed,
  withGoods,
} from "../testing/till.ts";

beforeAll(openTill);

async function isClaimed(key: string): Promise<true | undefined> {
  const rows = await atTill((transaction) =>
    transaction.execute(sql`select from idempotency_keys where key = ${key}`),
  );
  return rows.length > 0 ? true : undefined;
}

test("a key gives the first answer again, knows another body, and belongs to one cart", async () => {
  const { browser, sku } = await withGoods({ onHand: 9 });
  const send = (one: Browser, key: string | undefined, email = "ada@people.test") =>
    one.call("/api/checkout", {
      body: { email, shippingAddress: homeAddress, shippingMethodId: "post" },
      headers: key === undefined ? {} : { "idempotency-key": key },
    });
  expect(await problemOf(await send(browser, undefined))).toEqual({
    status: 400,
    code: "idempotency_key_missing",
  });
  expect(await problemOf(await send(browser, "short"))).toMatchObject({ status: 400 });
  // The first waits for the stock that is locked here, until its twin has had its answer.
  const { pending, twin } = await atTill(async (transaction) => {
    await transaction.execute(sql`select from inventory where sku = ${sku} for update`);
    const pending = send(browser, "key-of-this");
    await eventually(() => isClaimed("key-of-this"));
    // In an object: a promise that is returned bare would be awaited with the lock held.
    return { pending, twin: await send(browser, "key-of-this") };
  });
  const first = await pending;
  expect(first.status).toBe(201);
  expect(await problemOf(twin)).toEqual({ status: 409, code: "idempotency_in_progress" });
  const again = await send(browser, "key-of-this");
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.status).toBe(201);
  expect(await again.text()).toBe(await first.text());
  expect(await problemOf(await send(browser, "key-of-this", "eve@people.test"))).toEqual({
    status: 422,
    code: "idempotency_key_reused",
  });
  const other = new Browser();
  await other.add(sku);
  await placed(await send(other, "key-of-this"));
  expect(await ordersWith(sku)).toBe(2);
});

test("a key keeps refusals, but no failure of ours", async () => {
  const { browser, sku } = await withGoods({ onHand: 1 });
  await atTill((transaction) =>
    transaction.execute(sql`update inventory set on_hand = 0 where sku = ${sku}`),
  );
  const send = () =>
    browser.call("/api/checkout", {
      body: { email: "a@b.test", shippingAddress: homeAddress, shippingMethodId: "post" },
      headers: { "idempotency-key": "one-that-fails" },
    });
  expect((await send()).status).toBe(409);
  await atTill((transaction) =>
    transaction.execute(sql`update inventory set on_hand = 5 where sku = ${sku}`),
  );
  const again = await send();
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([409, "true"]);
  expect(again.headers.get("content-type")).toBe("application/problem+json");
});
