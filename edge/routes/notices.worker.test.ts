import { mails } from "@slipstream/migrations/schema";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Database } from "../database/database.ts";
import { settingsOf } from "../env.ts";
import { sweepNotices } from "../notices/sweep.ts";
import { signedIn } from "../testing/accounts.ts";
import { bindings, call, control, problemOf } from "../testing/client.ts";

const database = new Database(bindings);
const shop = { id: "demo", name: "Demo", locale: "en-GB" };

const ask = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  call("/api/notices", { body, headers });
const sweep = () =>
  sweepNotices({ database, settings: settingsOf(bindings), shop, origin: "http://shop.test" });

/** Letters to an address, oldest first: their subject, and the links in them. */
async function lettersTo(recipient: string) {
  const rows = await database.withShop("demo", (transaction) =>
    transaction.select().from(mails).where(eq(mails.recipient, recipient)).orderBy(mails.createdAt),
  );
  return rows.map(({ template, subject, text }) => ({
    template,
    subject,
    text,
    links: text.match(/https?:\/\/\S+/g) ?? [],
  }));
}

function follow(link: string): Promise<Response> {
  const url = new URL(link);
  const body = Object.fromEntries(url.searchParams);
  return call(`/api/notices/links/${url.pathname.split("/").at(-1)}`, { body });
}

async function stock(sku: string, onHand: number): Promise<void> {
  await control("/sql", {
    statement: `update inventory set on_hand = ${onHand} where shop_id = 'demo' and sku = '${sku}'`,
  });
}

test("a guest proves the address, hears once that it is back, and can have it forgotten", async () => {
  const email = `${uuidv7()}@guests.test`;
  const asked = await ask({ kind: "back_in_stock", sku: "p2-1", email });
  expect(await asked.json()).toEqual({ next: "confirm_by_mail" });
  // A second wish says the same, and sends no second letter.
  await ask({ kind: "back_in_stock", sku: "p2-1", email });
  const [confirm, ...rest] = await lettersTo(email);
  expect(confirm).toMatchObject({ template: "notice_confirm" });
  expect(rest).toEqual([]);

  await stock("p2-1", 3);
  await sweep();
  expect(await lettersTo(email)).toHaveLength(1);
  const link = confirm!.links[0]!;
  const about = await call(`/api/notices/links/confirm${new URL(link).search}`);
  expect(await about.json()).toMatchObject({ kind: "back_in_stock", product: { itemId: "p2" } });
  expect((await follow(link.replace("confirm", "stop"))).status).toBe(404);
  expect((await follow(link)).status).toBe(204);
  expect(await sweep()).toBe(1);
  expect(await sweep()).toBe(0);
  const [, due] = await lettersTo(email);
  expect(due?.template).toBe("back_in_stock");
  expect(due?.text).toContain("€10.20");
  const stop = due!.links.find((each) => each.includes("/notices/stop"))!;
  expect((await follow(stop)).status).toBe(204);
  expect(await problemOf(await follow(stop))).toEqual({ status: 404, code: "unknown_notice" });
  await stock("p2-1", 0);
});

test("a member whose address is proven hears of a lower price, and of no other", async () => {
  const ida = await signedIn();
  await control("/sql", {
    statement: `update users set email_verified_at = now() where id = '${ida.userId}'`,
  });
  const asked = await ask({ kind: "price_drop", sku: "p30-1" }, ida.headers);
  expect(await asked.json()).toEqual({ next: "watching" });
  await control("/sql", {
    statement: "update variants set price_minor = 1400 where shop_id = 'demo' and sku = 'p30-1'",
  });
  await sweep();
  expect(await lettersTo(ida.email)).toEqual([]);
  await control("/sql", {
    statement: "update variants set price_minor = 990 where shop_id = 'demo' and sku = 'p30-1'",
  });
  await Promise.all([sweep(), sweep()]);
  expect(await lettersTo(ida.email)).toMatchObject([{ template: "price_drop" }]);
  const list = await call("/api/account/notices", { headers: ida.headers });
  const { notices } = (await list.json()) as { notices: { id: string; sentAt?: string }[] };
  expect(notices).toMatchObject([{ kind: "price_drop", sku: "p30-1", priceMinor: 1300 }]);
  expect(notices[0]?.sentAt).toBeDefined();
  const other = await signedIn();
  const path = `/api/account/notices/${notices[0]?.id}`;
  const foreign = await call(path, { method: "DELETE", headers: other.headers });
  expect(await problemOf(foreign)).toEqual({ status: 404, code: "unknown_notice" });
  expect((await call(path, { method: "DELETE", headers: ida.headers })).status).toBe(204);
});

test("a link in a letter proves the address of an account as well", async () => {
  const bo = await signedIn();
  const first = await ask({ kind: "price_drop", sku: "p31-1" }, bo.headers);
  expect(await first.json()).toEqual({ next: "confirm_by_mail" });
  const [letter] = await lettersTo(bo.email);
  await follow(letter!.links[0]!);
  const second = await ask({ kind: "price_drop", sku: "p32-1" }, bo.headers);
  expect(await second.json()).toEqual({ next: "watching" });
});

test("what cannot be is refused, and no stranger fills a letter box", async () => {
  const there = await ask({ kind: "back_in_stock", sku: "p3-1", email: "a@guests.test" });
  expect(await problemOf(there)).toEqual({ status: 409, code: "already_so" });
  const unknown = await ask({ kind: "price_drop", sku: "nothing", email: "a@guests.test" });
  expect(await problemOf(unknown)).toEqual({ status: 404, code: "unknown_variant" });
  const nobody = await ask({ kind: "price_drop", sku: "p3-1" });
  expect(await problemOf(nobody)).toEqual({ status: 400, code: "invalid_request" });
  const email = `${uuidv7()}@guests.test`;
  for (let n = 40; n < 45; n++) {
    expect((await ask({ kind: "price_drop", sku: `p${n}-1`, email })).status).toBe(200);
  }
  const sixth = await ask({ kind: "price_drop", sku: "p45-1", email });
  expect(await problemOf(sixth)).toEqual({ status: 429, code: "rate_limited" });
});

test("of wishes that come at the same time the first is kept, and one letter is written", async () => {
  const email = `${uuidv7()}@guests.test`;
  const same = await Promise.all(
    Array.from({ length: 6 }, () => ask({ kind: "price_drop", sku: "p47-1", email })),
  );
  expect(same.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(await lettersTo(email)).toHaveLength(1);
  const others = await Promise.all(
    Array.from({ length: 8 }, (_, n) => ask({ kind: "price_drop", sku: `p${n + 48}-1`, email })),
  );
  expect(others.map(({ status }) => status).sort()).toEqual([
    ...Array(4).fill(200),
    ...Array(4).fill(429),
  ]);
});
