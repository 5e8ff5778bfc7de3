import { cartSchema } from "@slipstream/contracts/cart-api";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { Database, type ShopTransaction } from "../database/database.ts";
import { toProblem } from "../middleware/problem.ts";
import { bindings, control, eventually, problemOf } from "../testing/client.ts";
import {
  atTill,
  Browser,
  homeAddress,
  openTill,
  ordersWith,
  placed,
  stocked,
  stockOf,
  till,
  withGoods,
} from "../testing/till.ts";
import { claim, forget, keep, type Place, stampOf } from "./answers.ts";

beforeAll(openTill);

/** As if the worker went between the work's commit and keeping its answer. */
async function whileAnswersAreLost<T>(key: string, work: () => Promise<T>): Promise<T> {
  await control("/sql", {
    statement: `
      create function lose_answer() returns trigger language plpgsql as
        $$ begin raise exception 'lost'; end $$;
      create trigger lose_answer before update on idempotency_keys for each row
        when (new.key = '${key}' and new.status is not null and new.done_at = old.done_at)
        execute function lose_answer();`,
  });
  try {
    return await work();
  } finally {
    await control("/sql", { statement: "drop function lose_answer() cascade" });
  }
}

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

test("what was committed is not done again where its answer was lost", async () => {
  const { browser, sku } = await withGoods({ onHand: 9 });
  const add = () =>
    browser.call("/api/cart/lines", {
      body: { sku, quantity: 2 },
      headers: { "idempotency-key": "lost-on-the-way" },
    });
  const piecesOf = async () => {
    const cart = cartSchema.parse(await (await browser.call("/api/cart")).json());
    return cart.lines.find((line) => line.sku === sku)?.quantity;
  };
  await whileAnswersAreLost("lost-on-the-way", async () => {
    expect((await add()).status).toBe(200);
  });
  expect(await piecesOf()).toBe(3);
  expect(await problemOf(await add())).toEqual({ status: 409, code: "idempotency_in_progress" });
  const aMinuteAgo = "done_at = now() - interval '61 s', created_at = now() - interval '61 s'";
  await control("/sql", {
    statement: `update idempotency_keys set ${aMinuteAgo} where key = 'lost-on-the-way'`,
  });
  expect(await problemOf(await add())).toEqual({ status: 409, code: "already_done" });
  expect(await piecesOf()).toBe(3);
});

test("an order's answer commits with the order", async () => {
  const { browser } = await withGoods();
  const send = () =>
    browser.call("/api/checkout", {
      body: { email: "ada@people.test", shippingAddress: homeAddress, shippingMethodId: "post" },
      headers: { "idempotency-key": "order-answer-lost" },
    });
  const first = await whileAnswersAreLost("order-answer-lost", send);
  const { payment, ...order } = await placed(first);
  expect(payment).toBeDefined();
  const again = await send();
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await placed(again)).toEqual(order);
});

test("a failure after a commit does not open the key again, one without writes does", async () => {
  const database = new Database(bindings);
  const lost = { status: 409, body: "lost" };
  const failing = async (work: (transaction: ShopTransaction) => Promise<unknown>) => {
    const place = await claimed(database, "fails-later");
    database.stampWrites(stampOf(place));
    await database.withShop(till.id, work);
    database.stampWrites(undefined);
    await forget(place, lost);
  };
  await failing((transaction) => transaction.execute(sql`select 1`));
  const sku = await stocked();
  await failing((transaction) =>
    transaction.execute(sql`update inventory set on_hand = 4 where sku = ${sku}`),
  );
  expect(await claim(asked(database, "fails-later"))).toMatchObject(lost);
});

test("of two that do the same, the one taken for abandoned writes nothing and says nothing", async () => {
  const [slow, quick] = [new Database(bindings), new Database(bindings)];
  const overtaken = await claimed(slow, "too-slow");
  await control("/sql", {
    statement:
      "update idempotency_keys set created_at = now() - interval '61 s' where key = 'too-slow'",
  });
  const place = await claimed(quick, "too-slow");
  slow.stampWrites(stampOf(overtaken));
  const sku = await stocked({ onHand: 5 });
  const sell = [sql`update inventory set on_hand = 4 where sku = ${sku}`];
  const failure = await slow.atOnce(till.id, sell).catch(toProblem);
  expect(failure).toMatchObject({ code: "conflict" });
  slow.stampWrites(undefined);
  expect((await stockOf(sku)).onHand).toBe(5);
  const first = { status: 201, body: "first" };
  await forget(overtaken, { status: 409, body: "lost" });
  await atTill((transaction) => keep(transaction, place, first));
  await atTill((transaction) => keep(transaction, overtaken, { status: 409, body: "late" }));
  expect(await claim(asked(quick, "too-slow"))).toMatchObject(first);
});

function asked(database: Database, key: string) {
  return { database, shop: till.id, scope: "s", key, requestHash: "h" };
}

async function claimed(database: Database, key: string): Promise<Place> {
  const found = await claim(asked(database, key));
  if (!("since" in found)) throw new Error("somebody else has it");
  return found;
}
