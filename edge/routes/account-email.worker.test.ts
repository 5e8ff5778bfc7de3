import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { TestBrowser } from "../testing/browser.ts";
import { call, control, problemOf, query } from "../testing/client.ts";

const password = "correct horse battery";
const newAddress = () => `${uuidv7()}@people.test`;

async function member(email = newAddress()): Promise<{ browser: TestBrowser; email: string }> {
  const browser = new TestBrowser();
  const signedUp = await browser.call("/api/auth/signup", { body: { email, password } });
  expect(signedUp.status).toBe(201);
  return { browser, email };
}

async function lettersTo(email: string): Promise<{ template: string; text: string }[]> {
  return query(`select template, text from mails where recipient = '${email}' order by created_at`);
}

/** The token of the newest link to somebody that proves an address. */
async function proofTo(email: string): Promise<string> {
  const tokens = (await lettersTo(email)).flatMap(
    ({ text }) => /\/confirm-email\?token=([\w-]+)/.exec(text)?.[1] ?? [],
  );
  expect(tokens).not.toEqual([]);
  return tokens.at(-1)!;
}

const confirm = (browser: TestBrowser, token: string) =>
  browser.call("/api/account/email/confirm", { body: { token } });
const change = (browser: TestBrowser, email: string, word = password) =>
  browser.call("/api/account/email", { body: { email, password: word } });
const accountOf = async (browser: TestBrowser) =>
  (await browser.call("/api/account")).json() as Promise<{ email: string; emailVerified: boolean }>;

/** Something that a guest ordered, and two notices that they asked for: one was never confirmed. */
async function guestsThings(email: string) {
  const [orderId, asked, confirmed] = [uuidv7(), uuidv7(), uuidv7()];
  await control("/sql", {
    statement: `
      insert into orders (id, shop_id, number, state, currency, subtotal_minor, total_minor, email)
        values ('${orderId}', 'demo', 'G-${orderId.slice(-8)}', 'paid', 'EUR', 100, 100,
          '${email.toUpperCase()}');
      insert into notices (id, shop_id, email, kind, product_id, sku, confirmed_at) values
        ('${asked}', 'demo', '${email}', 'price_drop', 'p1', 'p1-1', null),
        ('${confirmed}', 'demo', '${email}', 'back_in_stock', 'p1', 'p1-1', now())`,
  });
  const owners = async (table: string, ids: string[]) => {
    const list = ids.map((id) => `'${id}'`).join();
    const rows = await query<{ owner: string | null }>(
      `select user_id as owner from ${table} where id in (${list}) order by id`,
    );
    return rows.map(({ owner }) => owner);
  };
  return async () => ({
    order: (await owners("orders", [orderId]))[0],
    asked: (await owners("notices", [asked]))[0],
    confirmed: (await owners("notices", [confirmed]))[0],
  });
}

test("who signs up proves the address by the letter's link, and has then what they ordered as a guest", async () => {
  const email = newAddress();
  const ownersOf = await guestsThings(email);
  const { browser } = await member(email);
  expect(await accountOf(browser)).toMatchObject({ email, emailVerified: false });
  const nobodys = { order: null, asked: null, confirmed: null };
  expect(await ownersOf()).toEqual(nobodys);
  const token = await proofTo(email);
  // Somebody else's browser, or one that is nobody's: the link alone is not enough.
  expect(await problemOf(await confirm(new TestBrowser(), token))).toMatchObject({
    code: "sign_in_required",
  });
  const stranger = await member();
  expect(await problemOf(await confirm(stranger.browser, token))).toEqual({
    status: 410,
    code: "link_expired",
  });
  expect(await ownersOf()).toEqual(nobodys);
  const confirmed = await confirm(browser, token);
  expect(confirmed.status).toBe(200);
  const { id } = (await confirmed.json()) as { id: string };
  expect(await accountOf(browser)).toMatchObject({ email, emailVerified: true });
  expect(await ownersOf()).toEqual({ order: id, asked: null, confirmed: id });
  expect(await problemOf(await confirm(browser, token))).toMatchObject({ code: "link_expired" });
  const again = await browser.call("/api/account/email/letter", { method: "POST" });
  expect(await problemOf(again)).toEqual({ status: 409, code: "already_so" });
});

test("the letter comes again to who asks, and only the last link works", async () => {
  const { browser, email } = await member();
  const first = await proofTo(email);
  const headers = { "idempotency-key": "once-more-please" };
  const ask = () => browser.call("/api/account/email/letter", { method: "POST", headers });
  expect([(await ask()).status, (await ask()).status]).toEqual([202, 202]);
  expect(await lettersTo(email)).toHaveLength(2);
  expect(await problemOf(await confirm(browser, first))).toMatchObject({ code: "link_expired" });
  const last = await proofTo(email);
  await control("/sql", {
    statement: `update mail_tokens set expires_at = now() where purpose = 'address_proof'`,
  });
  expect(await problemOf(await confirm(browser, last))).toMatchObject({ code: "link_expired" });
});

test("another address holds once it is proven; the one before is told, and its links are worth nothing", async () => {
  const { browser, email } = await member();
  await confirm(browser, await proofTo(email));
  const next = newAddress();
  expect(await problemOf(await change(browser, next, "not the password"))).toEqual({
    status: 422,
    code: "wrong_password",
  });
  expect((await change(browser, next)).status).toBe(202);
  expect(await accountOf(browser)).toMatchObject({ email });
  await call("/api/auth/password/forgot", { body: { email } });
  await expect.poll(async () => (await lettersTo(email)).at(-1)?.template).toBe("password_reset");
  const reset = /token=([\w-]+)/.exec((await lettersTo(email)).at(-1)!.text)![1];
  const confirmed = await confirm(browser, await proofTo(next));
  expect(await confirmed.json()).toMatchObject({ email: next, emailVerified: true });
  expect((await lettersTo(email)).at(-1)?.template).toBe("address_changed");
  const body = { token: reset, password: "another good password" };
  expect((await call("/api/auth/password/reset", { body })).status).toBe(410);
  const signIn = async (address: string) =>
    (await call("/api/auth/login", { body: { email: address, password } })).status;
  expect([await signIn(email), await signIn(next)]).toEqual([401, 200]);
});

test("nobody takes an address that is another's, not even one that became so meanwhile", async () => {
  const { browser } = await member();
  const known = await signedIn();
  const taken = { status: 409, code: "email_taken" };
  expect(await problemOf(await change(browser, known.email.toUpperCase()))).toEqual(taken);
  const wanted = newAddress();
  expect((await change(browser, wanted)).status).toBe(202);
  const token = await proofTo(wanted);
  await member(wanted);
  expect(await problemOf(await confirm(browser, token))).toEqual(taken);
  expect(await accountOf(browser)).toMatchObject({ emailVerified: false });
});

test("an export tells of letters without their words: a link in them proves an address", async () => {
  const { browser, email } = await member();
  const token = await proofTo(email);
  const exported = await browser.call("/api/privacy/export");
  expect(exported.status).toBe(200);
  const text = await exported.text();
  expect(text).toContain(email);
  expect(text).not.toContain(token);
});

test("whoever resets the password by letter has the account alone: no second step of another's, no old session", async () => {
  const { browser, email } = await member();
  await control("/sql", {
    statement: `update users set totp_enabled = true, totp_secret = 'sealed' where email = '${email}'`,
  });
  expect((await browser.call("/api/orders")).status).toBe(200);
  await new TestBrowser().call("/api/auth/password/forgot", { body: { email } });
  const linkTo = async () =>
    (await lettersTo(email)).flatMap(
      ({ text }) => /reset[^\s]*token=([\w-]+)/.exec(text)?.[1] ?? [],
    );
  await expect.poll(linkTo).not.toEqual([]);
  const token = (await linkTo()).at(-1)!;
  const owner = new TestBrowser();
  const chosen = "another horse entirely";
  const reset = await owner.call("/api/auth/password/reset", { body: { token, password: chosen } });
  expect(reset.status).toBe(204);
  const signedInAgain = await owner.call("/api/auth/login", { body: { email, password: chosen } });
  expect(signedInAgain.status).toBe(200);
  expect((await owner.call("/api/orders")).status).toBe(200);
  expect(await problemOf(await browser.call("/api/orders"))).toMatchObject({
    code: "session_expired",
  });
});
