import { type Cart, cartSchema, MAX_CART_LINES } from "@slipstream/contracts/cart-api";
import type { ProblemDocument } from "@slipstream/contracts/problems";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { problemOf } from "../testing/client.ts";
import { atTill, Browser, openTill, stocked, till } from "../testing/till.ts";
import { cartIdOf } from "./cart-cookie.ts";
import { mergeCarts } from "./merge.ts";

beforeAll(openTill);

async function cartOf(browser: Browser): Promise<Cart> {
  return cartSchema.parse(await (await browser.call("/api/cart")).json());
}

async function factsAbout(itemId: string): Promise<unknown[]> {
  const rows = await atTill((transaction) =>
    transaction.execute(sql`select from outbox where payload->>'itemId' = ${itemId}`),
  );
  return [...rows];
}

const itemOf = (sku: string) => sku.replace(/-1$/, "");

test("of several at once all go in, or none, and it says why", async () => {
  const [one, two] = [await stocked({ onHand: 5 }), await stocked({ onHand: 1, priceMinor: 300 })];
  const none = await stocked({ onHand: 0 });
  const browser = new Browser();
  const add = (lines: unknown[]) => browser.call("/api/cart/bundles", { body: { lines } });
  const refused = await add([{ sku: one, quantity: 2 }, { sku: none }, { sku: "no-such" }]);
  expect(refused.status).toBe(409);
  expect(refused.headers.getSetCookie()).toEqual([]);
  const { code, issues } = (await refused.json()) as ProblemDocument;
  expect(code).toBe("out_of_stock");
  expect(issues).toMatchObject([
    { path: "lines.1", message: expect.stringMatching(/Nothing was put in.*Thing .*sold out/) },
    { path: "lines.2" },
  ]);
  expect(await factsAbout(itemOf(one))).toEqual([]);
  const added = await add([{ sku: one, quantity: 2 }, { itemId: itemOf(two) }, { sku: one }]);
  expect(added.headers.getSetCookie()).toHaveLength(1);
  expect(await added.json()).toMatchObject({
    count: 4,
    lines: [
      { sku: one, quantity: 2, added: 2 },
      { sku: two, quantity: 1 },
      { sku: one, quantity: 3, added: 1 },
    ],
  });
  expect((await cartOf(browser)).count).toBe(4);
  expect(await problemOf(await add([{ sku: one }, { sku: two }]))).toMatchObject({
    code: "out_of_stock",
  });
  expect((await cartOf(browser)).count).toBe(4);
});

test("a cart that takes another over keeps to its limit of lines", async () => {
  const both = await stocked();
  const member = await signedIn({ shop: till.id, host: till.host });
  const [laptop, phone] = [new Browser(member.headers.cookie), new Browser()];
  await laptop.add(both);
  await phone.add(both);
  const guestCartId = await cartIdOf(till.id, phone.cookie.split("=")[1]!);
  const fill = (name: string, where: ReturnType<typeof sql>, from: number, count: number) =>
    atTill((transaction) =>
      transaction.execute(sql`
        insert into cart_lines (shop_id, cart_id, sku, product_id, quantity, price_minor, created_at)
        select 'till', id, ${name}::text || n, 'some', 1, 100, now() - n * interval '1 minute'
        from carts, generate_series(${from}::int, ${from + count - 1}::int) n where ${where}`),
    );
  await fill("mine-", sql`user_id = ${member.userId}::uuid`, 1, 150);
  await fill("theirs-", sql`id = ${guestCartId}::uuid`, 1, 120);
  await atTill((transaction) =>
    mergeCarts(transaction, till.id, { guestCartId, userId: member.userId }),
  );
  const lines = await atTill((transaction) =>
    transaction.execute<{ sku: string; quantity: number }>(sql`
      select l.sku, l.quantity from cart_lines l join carts c on c.id = l.cart_id
      where c.user_id = ${member.userId}::uuid order by l.sku`),
  );
  expect(lines).toHaveLength(MAX_CART_LINES);
  expect([...lines].find(({ sku }) => sku === both)?.quantity).toBe(2);
  const theirs = [...lines].filter(({ sku }) => sku.startsWith("theirs-"));
  expect(theirs).toHaveLength(49);
  // The oldest of them.
  expect(theirs.every(({ sku }) => Number(sku.slice(7)) > 120 - 49)).toBe(true);
});
