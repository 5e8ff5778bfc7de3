import { orders, reservations } from "@slipstream/migrations/schema";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { everyMinute } from "../ops/every-minute.ts";
import { bindings, problemOf } from "../testing/client.ts";
import {
  atTill,
  Browser,
  checkOut,
  openTill,
  orderOf,
  ordersWith,
  placed,
  stocked,
  stockOf,
  till,
  withGoods,
} from "../testing/till.ts";
import { releaseReserved, returnToStock, takeReserved } from "./reservations.ts";

beforeAll(openTill);

describe("races", () => {
  test("of 100 buyers of the last one exactly one gets it, and 99 a clean refusal", async () => {
    const sku = await stocked({ onHand: 1 });
    const browsers = Array.from({ length: 100 }, () => new Browser());
    await Promise.all(browsers.map((browser) => browser.add(sku)));
    const answers = await Promise.all(browsers.map((browser) => checkOut(browser)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(99).fill(409)]);
    const problems = await Promise.all(answers.filter(({ ok }) => !ok).map(problemOf));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["out_of_stock"]));
    expect(await ordersWith(sku)).toBe(1);
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
  });

  test("carts that share goods in other orders never wait in a circle", async () => {
    const skus = await Promise.all([4, 4, 4].map((onHand) => stocked({ onHand })));
    const browsers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const browser = new Browser();
        const order = index % 2 === 0 ? skus : skus.toReversed();
        for (const sku of order) await browser.add(sku);
        return browser;
      }),
    );
    const answers = await Promise.all(browsers.map((browser) => checkOut(browser)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(8);
    for (const sku of skus) expect(await stockOf(sku)).toEqual({ onHand: 4, reserved: 4 });
  });

  test("a cart is sold once, however many send it at once", async () => {
    const { browser, sku } = await withGoods({ onHand: 9 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => checkOut(browser)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await ordersWith(sku)).toBe(1);
    expect((await stockOf(sku)).reserved).toBe(1);
  });

  test("a code is used no oftener than it may be, by all and by each", async () => {
    await atTill((transaction) =>
      transaction.execute(sql`
        insert into discounts (shop_id, code, kind, value, max_uses, max_uses_per_customer)
        values ('till', 'RARE', 'amount', 100, 3, 1) on conflict do nothing`),
    );
    const buy = async (email: string) => {
      const { browser } = await withGoods();
      await browser.call("/api/cart/discount", { method: "PUT", body: { code: "RARE" } });
      return checkOut(browser, { email });
    };
    const same = await Promise.all(Array.from({ length: 3 }, () => buy("Same@people.test")));
    expect(same.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const others = await Promise.all([1, 2, 3, 4].map((n) => buy(`n${n}@people.test`)));
    expect(others.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    const codes = await Promise.all([...same, ...others].filter(({ ok }) => !ok).map(problemOf));
    expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(["invalid_discount"]));
  });
});

describe("held stock", () => {
  const expire = (orderId: string) =>
    atTill(async (transaction) => {
      const past = new Date(Date.now() - 1_000);
      await transaction.update(orders).set({ expiresAt: past }).where(eq(orders.id, orderId));
      await transaction
        .update(reservations)
        .set({ expiresAt: past })
        .where(eq(reservations.orderId, orderId));
    });

  test("is free for the next buyer once its time is over, and its order is cancelled", async () => {
    const { browser, sku } = await withGoods({ onHand: 1 });
    const late = new Browser();
    await late.add(sku);
    const { orderId } = await placed(await checkOut(browser));
    expect((await checkOut(late)).status).toBe(409);
    await expire(orderId);
    const next = await placed(await checkOut(late));
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
    // Paid too late: there is nothing left of it.
    await expect(
      atTill((transaction) => takeReserved(transaction, till.id, orderId)),
    ).rejects.toMatchObject({ code: "out_of_stock" });
    await everyMinute({ ...bindings, EDGE_URL: "http://localhost:8787" }, Date.now());
    const over = await orderOf(orderId);
    expect(over.state).toBe("cancelled");
    const [letter, ...more] = await atTill((transaction) =>
      transaction.execute<{ template: string; text: string }>(
        sql`select template, text from mails where subject like ${`%${over.number}%`}`,
      ),
    );
    expect(letter?.template).toBe("order_expired");
    expect(letter?.text).toContain(`http://till.test:8787/orders/${over.number}?token=`);
    expect(more).toEqual([]);
    expect((await orderOf(next.orderId)).state).toBe("payment_pending");
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 1 });
  });

  test("goes back by the sweep, with the code's use", async () => {
    await atTill((transaction) =>
      transaction.execute(sql`
        insert into discounts (shop_id, code, kind, value, max_uses)
        values ('till', 'SINGLE', 'amount', 100, 1) on conflict do nothing`),
    );
    const { browser, sku } = await withGoods({ onHand: 2, quantity: 2 });
    await browser.call("/api/cart/discount", { method: "PUT", body: { code: "SINGLE" } });
    const { orderId } = await placed(await checkOut(browser));
    await expire(orderId);
    await Promise.all([1, 2, 3].map(() => everyMinute(bindings, Date.now())));
    expect((await orderOf(orderId)).state).toBe("cancelled");
    expect(await stockOf(sku)).toEqual({ onHand: 2, reserved: 0 });
    const [code] = await atTill((transaction) =>
      transaction.execute(sql`select uses from discounts where code = 'SINGLE'`),
    );
    expect(code).toEqual({ uses: 0 });
  });

  test("is taken once, late as well where it is still there, and put back", async () => {
    const { browser, sku } = await withGoods({ onHand: 3, quantity: 2 });
    const { orderId } = await placed(await checkOut(browser));
    await atTill((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await stockOf(sku)).toEqual({ onHand: 3, reserved: 0 });
    for (let times = 0; times < 2; times++) {
      await atTill((transaction) => takeReserved(transaction, till.id, orderId));
      expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 0 });
    }
    await atTill((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await stockOf(sku)).toEqual({ onHand: 1, reserved: 0 });
    const lines = [
      { sku, quantity: 1 },
      { sku, quantity: 1 },
    ];
    await atTill((transaction) => returnToStock(transaction, till.id, lines));
    expect(await stockOf(sku)).toEqual({ onHand: 3, reserved: 0 });
  });

  test("that is the last tells the product's readers, and nothing less does", async () => {
    const { browser, sku } = await withGoods({ onHand: 3, quantity: 2 });
    const itemId = sku.replace(/-1$/, "");
    const versionOf = async () => {
      const [row] = await atTill((transaction) =>
        transaction.execute<{ version: number }>(
          sql`select version from products where id = ${itemId}`,
        ),
      );
      return row!.version;
    };
    const { orderId } = await placed(await checkOut(browser));
    expect(await versionOf()).toBe(1);
    const other = new Browser();
    await other.add(sku);
    await placed(await checkOut(other));
    expect(await versionOf()).toBe(2);
    await atTill((transaction) => releaseReserved(transaction, till.id, orderId));
    expect(await versionOf()).toBe(3);
  });

  test("that is the last is told later where somebody is changing the product", async () => {
    const { browser, sku } = await withGoods({ onHand: 1 });
    const itemId = sku.replace(/-1$/, "");
    await atTill(async (transaction) => {
      await transaction.execute(sql`select from products where id = ${itemId} for update`);
      await placed(await checkOut(browser));
    });
    const changes = await atTill((transaction) =>
      transaction.execute(sql`select payload from outbox
        where kind = 'catalogue' and payload->'itemIds' ? ${itemId}`),
    );
    expect([...changes]).toEqual([{ payload: { itemIds: [itemId], touch: true } }]);
  });
});
