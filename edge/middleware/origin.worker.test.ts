import { expect, test } from "vitest";
import { call, control, cookiesOf, problemOf, view } from "../testing/client.ts";

const friend = "https://friend.test";

test("origins on the list may call from a browser, with cookies", async () => {
  const preflight = await call("/api/events", { method: "OPTIONS", headers: { origin: friend } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe(friend);
  const cookie = await cookiesOf("t-origin");
  const headers = { origin: friend, cookie };
  const response = await call("/api/events", { body: { events: [view()] }, headers });
  expect(response.status).toBe(202);
  expect(response.headers.get("access-control-allow-credentials")).toBe("true");
  expect(response.headers.get("vary")).toBe("Origin");
});

test("an origin that the shop's admins have listed may call that shop, and no other", async () => {
  const origin = "https://partner.test";
  const statement = `insert into settings (shop_id, name, value)
    values ('facets', 'api.allowed_origins', '["${origin}"]')`;
  await control("/sql", { statement });
  const allowed = async (host: string) => {
    const preflight = await call("/api/cart", { method: "OPTIONS", headers: { origin }, host });
    return preflight.headers.get("access-control-allow-origin");
  };
  expect(await allowed("http://facets.test")).toBe(origin);
  expect(await allowed("http://other.test")).toBeNull();
  await control("/sql", { statement: "delete from settings where name = 'api.allowed_origins'" });
});

test("other origins may read what is public, and write nothing", async () => {
  const origin = "https://stranger.test";
  const preflight = await call("/api/events", { method: "OPTIONS", headers: { origin } });
  expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  const read = await call("/api/shop", { headers: { origin } });
  expect([read.status, read.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  for (const path of ["/api/events", "/api/consent", "/api/recommendations"]) {
    const response = await call(path, { body: {}, headers: { origin } });
    expect(await problemOf(response)).toEqual({ status: 403, code: "origin_not_allowed" });
  }
  const crossSite = { "sec-fetch-site": "cross-site" };
  const silent = await call("/api/consent", { body: { choice: "denied" }, headers: crossSite });
  expect(silent.status).toBe(403);
});

test("the shop's own pages may write", async () => {
  const headers = { origin: "http://shop.test", cookie: await cookiesOf("t-own") };
  const response = await call("/api/events", { body: { events: [view()] }, headers });
  expect(response.status).toBe(202);
});
