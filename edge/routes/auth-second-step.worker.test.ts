import { Secret, TOTP } from "otpauth";
import { uuidv7 } from "uuidv7";
import { afterEach, expect, test, vi } from "vitest";
import { TestBrowser } from "../testing/browser.ts";
import { call, problemOf, query } from "../testing/client.ts";

const password = "correct horse battery";
const wrongCode = { status: 422, code: "wrong_code" };

afterEach(() => {
  vi.useRealTimers();
});

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** Sets the clock to the next code's time. */
function nextCode(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30_000 });
}

async function enrolled() {
  const browser = new TestBrowser();
  const email = `${uuidv7()}@people.test`;
  await browser.call("/api/auth/signup", { body: { email, password } });
  const enrolment = await browser.call("/api/auth/totp/enrol", { body: { password } });
  const { secret, uri, qr } = (await enrolment.json()) as Record<"secret" | "uri" | "qr", string>;
  const code = codeOf(secret);
  const confirmed = await browser.call("/api/auth/totp/confirm", { body: { code } });
  const { codes } = (await confirmed.json()) as { codes: string[] };
  return { browser, email, secret, uri, qr, code, codes };
}

async function challengeFor(email: string): Promise<string> {
  const response = await call("/api/auth/login", { body: { email, password } });
  expect(response.headers.getSetCookie()).toEqual([]);
  const answer = (await response.json()) as { state: string; challenge: string };
  expect(answer.state).toBe("second_step");
  return answer.challenge;
}

const secondStep = (challenge: string, code: string) =>
  call("/api/auth/login/second-step", { body: { challenge, code } });

test("enrolling gives a QR code for the app, and counts only once it is confirmed", async () => {
  const browser = new TestBrowser();
  const email = `${uuidv7()}@people.test`;
  await browser.call("/api/auth/signup", { body: { email, password } });
  const refused = await browser.call("/api/auth/totp/enrol", {
    body: { password: "not this one" },
  });
  expect(await problemOf(refused)).toEqual({ status: 422, code: "wrong_password" });
  const enrolment = await browser.call("/api/auth/totp/enrol", { body: { password } });
  const { secret, uri, qr } = (await enrolment.json()) as Record<"secret" | "uri" | "qr", string>;
  expect(uri).toMatch(/^otpauth:\/\/totp\/Demo:/);
  expect(qr).toMatch(/^<svg /);
  const [row] = await query<{ sealed: string }>(
    `select totp_secret as sealed from users where email = '${email}'`,
  );
  expect(row?.sealed).not.toContain(secret);
  const wrong = await browser.call("/api/auth/totp/confirm", { body: { code: "000000" } });
  expect(await problemOf(wrong)).toEqual(wrongCode);
  expect((await call("/api/auth/login", { body: { email, password } })).status).toBe(200);
});

test("then the password alone does not sign in, and no code works twice", async () => {
  const { email, secret, code } = await enrolled();
  // The code that confirmed was used by that.
  expect(await problemOf(await secondStep(await challengeFor(email), code))).toEqual(wrongCode);
  nextCode();
  const challenge = await challengeFor(email);
  const fresh = codeOf(secret);
  const twins = await Promise.all([secondStep(challenge, fresh), secondStep(challenge, fresh)]);
  expect(twins.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(await problemOf(await secondStep(challenge, code))).toEqual(wrongCode);
});

test("a recovery code stands in for the app, once", async () => {
  const { browser, email, codes } = await enrolled();
  expect(new Set(codes).size).toBe(10);
  const challenge = await challengeFor(email);
  const typed = codes[3]!.toLowerCase().replaceAll("-", " ");
  expect((await secondStep(challenge, typed)).status).toBe(200);
  expect(await problemOf(await secondStep(challenge, typed))).toEqual(wrongCode);
  expect(await (await browser.call("/api/account")).json()).toMatchObject({ recoveryCodesLeft: 9 });
  const made = await browser.call("/api/auth/totp/recovery-codes", { body: { password } });
  expect(made.status).toBe(200);
  expect(await problemOf(await secondStep(challenge, codes[4]!))).toEqual(wrongCode);
});

test("a challenge is no access token, holds for five minutes, and belongs to one user", async () => {
  const { email, secret } = await enrolled();
  const challenge = await challengeFor(email);
  const cookie = `slipstream-access=${challenge}`;
  expect((await call("/api/account", { headers: { cookie } })).status).toBe(401);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
  expect(await problemOf(await secondStep(challenge, codeOf(secret)))).toEqual({
    status: 401,
    code: "session_expired",
  });
});

test("the password turns it off", async () => {
  const { browser, email } = await enrolled();
  const off = await browser.call("/api/auth/totp/disable", { body: { password } });
  expect(off.status).toBe(204);
  const response = await call("/api/auth/login", { body: { email, password } });
  expect(await response.json()).toMatchObject({ state: "signed_in" });
});
