import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { TestBrowser } from "../testing/browser.ts";
import { call, control, eventually, problemOf, query } from "../testing/client.ts";

const password = "correct horse battery";
const next = "three other words";

async function member(): Promise<{ browser: TestBrowser; email: string }> {
  const browser = new TestBrowser();
  const email = `${uuidv7()}@people.test`;
  await browser.call("/api/auth/signup", { body: { email, password } });
  return { browser, email };
}

const canSignIn = async (email: string, word: string) =>
  (await call("/api/auth/login", { body: { email, password: word } })).status === 200;

/** The token of the link in the newest letter to somebody. */
const linkTo = (email: string) =>
  eventually(async () => {
    const [mail] = await query<{ text: string }>(
      `select text from mails where recipient = '${email}' and template = 'password_reset'
       order by created_at desc limit 1`,
    );
    return /\/reset\?token=([\w-]+)/.exec(mail?.text ?? "")?.[1];
  });

test("a password is changed by who knows it, and all other browsers are signed out", async () => {
  const { browser, email } = await member();
  const other = new TestBrowser();
  await other.call("/api/auth/login", { body: { email, password } });
  const change = (current: string) =>
    browser.call("/api/auth/password/change", { body: { current, password: next } });
  expect(await problemOf(await change("not the password"))).toEqual({
    status: 422,
    code: "wrong_password",
  });
  expect((await change(password)).status).toBe(204);
  expect((await browser.call("/api/account")).status).toBe(200);
  expect(await problemOf(await other.call("/api/account"))).toEqual({
    status: 401,
    code: "session_expired",
  });
  expect([await canSignIn(email, password), await canSignIn(email, next)]).toEqual([false, true]);
});

test("a letter's link sets a new password once, and ends every session", async () => {
  const { browser, email } = await member();
  expect((await call("/api/auth/password/forgot", { body: { email } })).status).toBe(202);
  const token = await linkTo(email);
  const reset = (word: string) =>
    call("/api/auth/password/reset", { body: { token, password: word } });
  // One that is refused costs nothing.
  expect(await problemOf(await reset("short"))).toEqual({
    status: 422,
    code: "password_too_short",
  });
  expect((await reset(next)).status).toBe(204);
  expect(await problemOf(await reset(password))).toEqual({ status: 410, code: "link_expired" });
  expect((await browser.call("/api/account")).status).toBe(401);
  expect([await canSignIn(email, password), await canSignIn(email, next)]).toEqual([false, true]);
});

test("of two letters only the last one's link works, and none after an hour", async () => {
  const { email } = await member();
  await call("/api/auth/password/forgot", { body: { email } });
  const first = await linkTo(email);
  await call("/api/auth/password/forgot", { body: { email } });
  const second = await eventually(async () => {
    const token = await linkTo(email);
    return token === first ? undefined : token;
  });
  const reset = (token: string) =>
    call("/api/auth/password/reset", { body: { token, password: next } });
  expect((await reset(first)).status).toBe(410);
  await control("/sql", { statement: "update mail_tokens set expires_at = now()" });
  expect((await reset(second)).status).toBe(410);
});

test("unknown addresses get the same answer, and no letter", async () => {
  const email = `${uuidv7()}@people.test`;
  expect((await call("/api/auth/password/forgot", { body: { email } })).status).toBe(202);
  const known = await signedIn();
  await call("/api/auth/password/forgot", { body: { email: known.email } });
  await linkTo(known.email);
  expect(await query(`select from mails where recipient = '${email}'`)).toEqual([]);
});

test("an account that is closed cannot be signed in to", async () => {
  const { browser, email } = await member();
  await control("/sql", {
    statement: `update users set disabled_at = now() where email = '${email}'`,
  });
  expect(await problemOf(await call("/api/auth/login", { body: { email, password } }))).toEqual({
    status: 403,
    code: "account_disabled",
  });
  expect((await browser.call("/api/account")).status).toBe(401);
});
