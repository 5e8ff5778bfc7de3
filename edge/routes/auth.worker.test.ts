import {
  ACCESS_COOKIE,
  MEMBER_COOKIE,
  REFRESH_COOKIE,
  VISITOR_COOKIE,
} from "@slipstream/contracts/cookies";
import bcrypt from "bcryptjs";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from "jose";
import { uuidv7 } from "uuidv7";
import { afterEach, expect, test, vi } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { TestBrowser } from "../testing/browser.ts";
import { call, control, cookiesOf, newVisitorId, problemOf, query } from "../testing/client.ts";

const password = "correct horse battery";
const newEmail = () => `${uuidv7()}@people.test`;

async function signUp(browser: TestBrowser, email = newEmail()): Promise<string> {
  const response = await browser.call("/api/auth/signup", {
    body: { email, password, name: "Ida" },
  });
  expect(response.status).toBe(201);
  return email;
}

const visitorOf = (browser: TestBrowser) => browser.cookies.get(VISITOR_COOKIE)?.split(".")[0];

/** Sets the clock of the worker, which runs in this isolate, forward. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("who signs up is signed in, as a buyer, under cookies that scripts cannot read", async () => {
  const browser = new TestBrowser();
  const body = { email: newEmail(), password, name: " Ida " };
  const response = await browser.call("/api/auth/signup", { body });
  expect(await response.json()).toMatchObject({
    state: "signed_in",
    member: { name: "Ida", roles: ["buyer"] },
  });
  for (const line of response.headers.getSetCookie()) {
    expect(line).toContain("SameSite=Lax");
    expect(line.includes("HttpOnly")).toBe(!line.startsWith(MEMBER_COOKIE));
  }
  expect(await (await browser.call("/api/account")).json()).toMatchObject({ email: body.email });
  const secure = await call("/api/auth/signup", {
    host: "https://shop.test",
    body: { ...body, email: newEmail() },
  });
  const [access] = secure.headers.getSetCookie();
  expect(access).toMatch(/^__Host-slipstream-access=.*Path=\/.*Secure/);
  expect(access).not.toMatch(/Domain/i);
});

test("one address has one account, whatever its case", async () => {
  const email = await signUp(new TestBrowser());
  const again = await call("/api/auth/signup", { body: { email: email.toUpperCase(), password } });
  expect(await problemOf(again)).toEqual({ status: 409, code: "email_taken" });
});

test("passwords of less than ten characters and more than 72 bytes are refused", async () => {
  for (const [word, code] of [
    ["too short", "password_too_short"],
    ["é".repeat(37), "password_too_long"],
    ["x".repeat(73), "password_too_long"],
  ]) {
    const response = await call("/api/auth/signup", {
      body: { email: newEmail(), password: word },
    });
    expect(await problemOf(response)).toEqual({ status: 422, code });
  }
  const email = newEmail();
  const longest = "é".repeat(36);
  expect((await call("/api/auth/signup", { body: { email, password: longest } })).status).toBe(201);
  const cut = await call("/api/auth/login", { body: { email, password: `${longest}x` } });
  expect(await problemOf(cut)).toEqual({ status: 401, code: "wrong_credentials" });
});

test("a body that no form could hold is refused before it is read", async () => {
  const body = { email: newEmail(), password: "x".repeat(2 * 1024 * 1024) };
  expect(await problemOf(await call("/api/auth/login", { body }))).toEqual({
    status: 413,
    code: "body_too_large",
  });
});

test("an unknown address costs a comparison too, at the same cost, and is told the same", async () => {
  const email = await signUp(new TestBrowser());
  const compare = vi.spyOn(bcrypt, "compare");
  const wrong = await call("/api/auth/login", { body: { email, password: "not the password" } });
  const unknown = await call("/api/auth/login", { body: { email: newEmail(), password } });
  expect(await wrong.json()).toEqual(await unknown.json());
  expect(compare).toHaveBeenCalledTimes(2);
  const rounds = compare.mock.calls.map(([, hash]) => bcrypt.getRounds(hash));
  expect(rounds).toEqual([10, 10]);
});

test("the access token is checked with the published keys, and says whose it is and where it holds", async () => {
  const { headers, userId } = await signedIn({ roles: ["seller"] });
  const token = new TestBrowser(headers.cookie).cookies.get(ACCESS_COOKIE)!;
  const keys = (await (await call("/api/auth/jwks.json")).json()) as JSONWebKeySet;
  expect(await (await call("/.well-known/jwks.json")).json()).toEqual(keys);
  expect(JSON.stringify(keys)).not.toContain('"d"');
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: "http://shop.test",
    audience: "demo",
    algorithms: ["ES256"],
  });
  expect(payload).toMatchObject({ sub: userId, roles: ["buyer", "seller"] });
  expect(payload.exp! - payload.iat!).toBe(600);
  expect(protectedHeader.kid).toBeTypeOf("string");
});

test("a token of one shop is worth nothing at another, nor is one that was changed", async () => {
  const { headers } = await signedIn({ roles: ["admin"] });
  const elsewhere = await call("/api/admin/api-keys", { headers, host: "http://other.test" });
  expect(elsewhere.status).toBe(401);
  const browser = new TestBrowser(headers.cookie);
  const [head, , signature] = browser.cookies.get(ACCESS_COOKIE)!.split(".");
  const claims = { ...decodeJwt(browser.cookies.get(ACCESS_COOKIE)!), roles: ["ops"] };
  const forged = Buffer.from(JSON.stringify(claims)).toString("base64url");
  browser.cookies.set(ACCESS_COOKIE, `${head}.${forged}.${signature}`);
  browser.cookies.delete(REFRESH_COOKIE);
  expect(await problemOf(await browser.call("/api/ops/status"))).toEqual({
    status: 401,
    code: "session_expired",
  });
});

test("a key that has grown old signs no longer, and its tokens still hold", async () => {
  const before = new TestBrowser();
  await signUp(before);
  const old = before.cookies.get(ACCESS_COOKIE)!;
  await control("/sql", {
    statement: `update signing_keys set created_at = now() - interval '31 days' where shop_id = 'demo'`,
  });
  const keysNow = async () => {
    const { keys } = (await (await call("/api/auth/jwks.json")).json()) as JSONWebKeySet;
    return keys.map(({ kid }) => kid);
  };
  later(61);
  expect(await keysNow()).toHaveLength(2);
  const after = new TestBrowser();
  await signUp(after);
  expect(kidOf(after.cookies.get(ACCESS_COOKIE)!)).not.toBe(kidOf(old));
  expect((await before.call("/api/account")).status).toBe(200);
  await control("/sql", {
    statement: `update signing_keys set retired_at = now() - interval '1 hour' where retired_at is not null`,
  });
  later(61);
  expect(await keysNow()).toEqual([kidOf(after.cookies.get(ACCESS_COOKIE)!)]);
});

test("an access token that is over is renewed on the way, by the refresh token, which changes", async () => {
  const browser = new TestBrowser();
  await signUp(browser);
  const first = browser.cookies.get(REFRESH_COOKIE)!;
  browser.cookies.delete(ACCESS_COOKIE);
  expect((await browser.call("/api/account")).status).toBe(200);
  expect(browser.cookies.get(ACCESS_COOKIE)).toBeDefined();
  expect(browser.cookies.get(REFRESH_COOKIE)).not.toBe(first);
  later(601);
  expect((await browser.call("/api/account")).status).toBe(200);
  const rows = await query<{ hash: string }>("select hash from refresh_tokens");
  const secrets = rows.map(({ hash }) => hash);
  expect(secrets).not.toContain(first);
});

test("tabs that refresh at once get the same next token, and nobody is signed out", async () => {
  const browser = new TestBrowser();
  await signUp(browser);
  const refresh = `${REFRESH_COOKIE}=${browser.cookies.get(REFRESH_COOKIE)}`;
  const tabs = await Promise.all(
    Array.from({ length: 4 }, () => call("/api/account", { headers: { cookie: refresh } })),
  );
  expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const next = tabs.flatMap((tab) => tab.headers.getSetCookie().filter(isRefresh));
  expect(new Set(next).size).toBe(1);
  browser.cookies.set(REFRESH_COOKIE, textOf(next[0]!));
  expect((await browser.call("/api/auth/refresh", { method: "POST" })).status).toBe(200);
});

test("a refresh token that comes again much later ends its whole session", async () => {
  const browser = new TestBrowser();
  await signUp(browser);
  const thief = new TestBrowser();
  thief.cookies.set(REFRESH_COOKIE, browser.cookies.get(REFRESH_COOKIE)!);
  expect((await browser.call("/api/auth/refresh", { method: "POST" })).status).toBe(200);
  await control("/sql", {
    statement: `update refresh_tokens set used_at = used_at - interval '31 seconds' where used_at is not null`,
  });
  expect(await problemOf(await thief.call("/api/auth/refresh", { method: "POST" }))).toEqual({
    status: 401,
    code: "session_expired",
  });
  // The owner has the newest token, and must sign in again all the same.
  expect((await browser.call("/api/auth/refresh", { method: "POST" })).status).toBe(401);
  expect(browser.cookies.has(MEMBER_COOKIE)).toBe(false);
  const [row] = await query<{ reason: string }>(
    "select revoked_reason as reason from sessions where revoked_at is not null order by revoked_at desc limit 1",
  );
  expect(row?.reason).toBe("reuse");
});

test("signing out ends the session, and gives the browser a visitor of its own", async () => {
  const browser = new TestBrowser(await cookiesOf(newVisitorId()));
  await signUp(browser);
  const [mine, refresh] = [visitorOf(browser), browser.cookies.get(REFRESH_COOKIE)!];
  expect((await browser.call("/api/auth/logout", { method: "POST" })).status).toBe(204);
  expect(await problemOf(await browser.call("/api/account"))).toEqual({
    status: 401,
    code: "sign_in_required",
  });
  expect(visitorOf(browser)).toBeDefined();
  expect(visitorOf(browser)).not.toBe(mine);
  browser.cookies.set(REFRESH_COOKIE, refresh);
  expect((await browser.call("/api/auth/refresh", { method: "POST" })).status).toBe(401);
});

test("at sign-in a browser becomes the member's, and says who it was before", async () => {
  const home = new TestBrowser(await cookiesOf(newVisitorId()));
  const email = await signUp(home);
  const [own, before] = [visitorOf(home)!, newVisitorId()];
  const phone = new TestBrowser(await cookiesOf(before));
  expect((await phone.call("/api/auth/login", { body: { email, password } })).status).toBe(200);
  expect(visitorOf(phone)).toBe(own);
  const facts = await query<{ payload: { type: string; userId: string } }>(
    `select payload from outbox where payload->>'visitorId' = '${before}'`,
  );
  expect(facts.map(({ payload }) => payload.type)).toEqual(["identify"]);
  // Another member on the same browser: what was the first one's stays theirs.
  const other = new TestBrowser(await cookiesOf(before));
  await signUp(other);
  expect(visitorOf(other)).not.toBe(before);
});

test("what lay in the guest's cart is the member's after signing in, and gone after signing out", async () => {
  const email = await signUp(new TestBrowser());
  const browser = new TestBrowser();
  const added = await browser.call("/api/cart/lines", { body: { sku: "p1-1", quantity: 2 } });
  expect(added.status).toBeLessThan(300);
  const lines = async () =>
    ((await (await browser.call("/api/cart")).json()) as { lines: { sku: string }[] }).lines;
  await browser.call("/api/auth/login", { body: { email, password } });
  expect(await lines()).toMatchObject([{ sku: "p1-1", quantity: 2 }]);
  await browser.call("/api/auth/logout", { method: "POST" });
  expect(await lines()).toEqual([]);
});

test("who did not agree to be followed is signed in without a visitor", async () => {
  const browser = new TestBrowser();
  await signUp(browser);
  expect(visitorOf(browser)).toBeUndefined();
});

test("tries are counted by account, while Redis is away too", async () => {
  const tryTen = async (email: string) => {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) {
      const body = { email, password: "not the password" };
      const headers = { "cf-connecting-ip": email };
      statuses.push((await call("/api/auth/login", { body, headers })).status);
    }
    return statuses;
  };
  vi.spyOn(bcrypt, "compare").mockResolvedValue(false);
  const expected = [...Array.from({ length: 10 }, () => 401), 429];
  expect(await tryTen(newEmail())).toEqual(expected);
  await control("/redis/kill");
  try {
    expect(await tryTen(newEmail())).toEqual(expected);
  } finally {
    await control("/redis/start");
  }
});

const isRefresh = (line: string) => line.startsWith(`${REFRESH_COOKIE}=`);
const textOf = (line: string) => line.slice(line.indexOf("=") + 1, line.indexOf(";"));
