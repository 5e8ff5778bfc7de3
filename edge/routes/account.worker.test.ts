import { expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import { TestBrowser } from "../testing/browser.ts";
import { call, control, problemOf } from "../testing/client.ts";

const address = {
  name: "Ida Holm",
  line1: "Kanalstr. 4",
  city: "Berlin",
  postcode: "10115",
  country: "DE",
};

test("a member reads and changes their own account; nobody keeps the answer", async () => {
  const { headers, email } = await signedIn();
  const changed = await call("/api/account", { method: "PATCH", body: { name: "Bo" }, headers });
  expect(await changed.json()).toMatchObject({ name: "Bo", email, roles: ["buyer"] });
  const session = await call("/api/session", { headers });
  expect(await session.json()).toMatchObject({ member: { name: "Bo" } });
  expect(session.headers.get("cache-control")).toBe("no-store");
  expect(await (await call("/api/session")).json()).toEqual({ cartCount: 0 });
  const more = await call("/api/account", { method: "PATCH", body: { roles: ["admin"] }, headers });
  expect(await problemOf(more)).toEqual({ status: 400, code: "invalid_request" });
});

test("addresses are kept, changed and removed by their owner alone", async () => {
  const [ida, bo] = [await signedIn(), await signedIn()];
  const path = "/api/account/addresses";
  const added = await call(path, { body: address, headers: ida.headers });
  expect(added.status).toBe(201);
  const { id } = (await added.json()) as { id: string };
  const body = { ...address, line2: "3rd floor" };
  const foreign = [
    await call(`${path}/${id}`, { method: "PUT", body, headers: bo.headers }),
    await call(`${path}/${id}`, { method: "DELETE", headers: bo.headers }),
  ];
  for (const response of foreign) {
    expect(await problemOf(response)).toEqual({ status: 404, code: "unknown_address" });
  }
  expect(await (await call(path, { headers: bo.headers })).json()).toEqual({ addresses: [] });
  await call(`${path}/${id}`, { method: "PUT", body, headers: ida.headers });
  expect(await (await call(path, { headers: ida.headers })).json()).toEqual({
    addresses: [{ id, ...body }],
  });
  expect((await call(`${path}/${id}`, { method: "DELETE", headers: ida.headers })).status).toBe(
    204,
  );
  expect(await (await call(path, { headers: ida.headers })).json()).toEqual({ addresses: [] });
});

test("an address must be right by the form of its country, and there are twenty at most", async () => {
  const { headers } = await signedIn();
  const path = "/api/account/addresses";
  const wrong = await call(path, { body: { ...address, postcode: "1" }, headers });
  expect(await wrong.json()).toMatchObject({
    code: "invalid_request",
    issues: [{ path: "postcode" }],
  });
  const all = await Promise.all(
    Array.from({ length: 20 }, () => call(path, { body: address, headers })),
  );
  expect(all.every(({ status }) => status === 201)).toBe(true);
  expect(await problemOf(await call(path, { body: address, headers }))).toEqual({
    status: 409,
    code: "too_many_addresses",
  });
});

test("a session that is ended elsewhere is shut out at once, and nobody ends a foreign one", async () => {
  const [ida, bo] = [await signedIn(), await signedIn()];
  const path = `/api/account/sessions/${ida.sessionId}`;
  const foreign = await call(path, { method: "DELETE", headers: bo.headers });
  expect(await problemOf(foreign)).toEqual({ status: 404, code: "unknown_session" });
  const list = await (await call("/api/account/sessions", { headers: ida.headers })).json();
  expect(list).toMatchObject({ sessions: [{ id: ida.sessionId, current: true }] });
  expect((await call(path, { method: "DELETE", headers: ida.headers })).status).toBe(204);
  expect(await problemOf(await call("/api/account", { headers: ida.headers }))).toEqual({
    status: 401,
    code: "session_expired",
  });
});

test("a role that is taken away, or a session that is ended, counts at once for staff", async () => {
  const ops = await signedIn({ roles: ["ops"] });
  const status = async () => (await call("/api/ops/status", { headers: ops.headers })).status;
  expect(await status()).toBe(200);
  await control("/sql", {
    statement: `delete from user_roles where user_id = '${ops.userId}' and role = 'ops'`,
  });
  expect(await status()).toBe(403);
  const other = await signedIn({ roles: ["ops"] });
  await control("/sql", {
    statement: `update sessions set revoked_at = now() where id = '${other.sessionId}'`,
  });
  const browser = new TestBrowser(other.headers.cookie);
  expect((await browser.call("/api/ops/status")).status).toBe(401);
  expect(browser.cookies.has("slipstream-access")).toBe(false);
});

test("who is signed in and agrees later is the visitor that they are elsewhere", async () => {
  const { headers, visitorId } = await signedIn();
  const browser = new TestBrowser(headers.cookie);
  browser.cookies.delete("slipstream-visitor");
  browser.cookies.delete("slipstream-consent");
  // From an address of its own: how often one may choose is counted.
  const headersOfOwn = { "cf-connecting-ip": "192.0.2.9" };
  await browser.call("/api/consent", { body: { choice: "granted" }, headers: headersOfOwn });
  expect(browser.cookies.get("slipstream-visitor")?.split(".")[0]).toBe(visitorId);
});
