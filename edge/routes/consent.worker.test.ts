import { consents, deletions } from "@slipstream/migrations/schema";
import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { Database } from "../database/database.ts";
import {
  bindings,
  call as callFromAnywhere,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
  view,
} from "../testing/client.ts";

/** An address of these tests alone: how often one may ask is counted. */
const call: typeof callFromAnywhere = (path, options = {}) =>
  callFromAnywhere(path, {
    ...options,
    headers: { "cf-connecting-ip": "192.0.2.7", ...options.headers },
  });

/** Cookies that an answer sets, by name. */
function setCookies(response: Response): Map<string, string> {
  return new Map(
    response.headers.getSetCookie().map((line) => {
      const end = line.indexOf("=");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

test("who agrees gets a visitor's cookie, and is followed from then on", async () => {
  const response = await call("/api/consent", { body: { choice: "granted" } });
  expect(await response.json()).toEqual({ choice: "granted" });
  const cookies = setCookies(response);
  const visitor = cookies.get("slipstream-visitor")!;
  expect(visitor).toMatch(/^[0-9a-f-]{36}\.[0-9a-f]{64}; .*HttpOnly/);
  expect(cookies.get("slipstream-consent")).not.toContain("HttpOnly");
  const cookie = `slipstream-visitor=${visitor.split(";")[0]}; slipstream-consent=granted`;
  const events = await call("/api/events", { body: { events: [view()] }, headers: { cookie } });
  expect(await events.json()).toEqual({ accepted: 1, duplicates: 0, ignored: 0 });
  const again = await call("/api/consent", { body: { choice: "granted" }, headers: { cookie } });
  expect(setCookies(again).has("slipstream-visitor")).toBe(false);
});

test("on a secure connection the cookie is tied to the host", async () => {
  const response = await call("/api/consent", {
    body: { choice: "granted" },
    host: "https://shop.test",
  });
  const cookie = setCookies(response).get("__Host-slipstream-visitor")!;
  expect(cookie).toContain("Secure");
  expect(cookie).toContain("Path=/");
  expect(cookie).not.toContain("Domain");
  expect(response.headers.get("strict-transport-security")).toContain("max-age=31536000");
});

test("who refuses loses the cookie, and nothing is set that names them", async () => {
  const cookie = await cookiesOf(newVisitorId());
  const response = await call("/api/consent", { body: { choice: "denied" }, headers: { cookie } });
  const cookies = setCookies(response);
  expect(cookies.get("slipstream-visitor")).toMatch(/^; Max-Age=0/);
  expect(cookies.get("slipstream-consent")).toMatch(/^denied/);
});

test("the choice can be asked for, nonsense is refused, and a forged cookie is replaced", async () => {
  const cookie = await cookiesOf("t-consent");
  const known = await call("/api/consent", { headers: { cookie } });
  expect(await known.json()).toEqual({ choice: "granted" });
  expect(await (await call("/api/consent")).json()).toEqual({ choice: "unknown" });
  const nonsense = await call("/api/consent", { body: { choice: "perhaps" } });
  expect(await problemOf(nonsense)).toEqual({ status: 400, code: "invalid_request" });
  const headers = { cookie: cookie.replace("t-consent", "t-other") };
  const forged = await call("/api/consent", { body: { choice: "granted" }, headers });
  expect(setCookies(forged).get("slipstream-visitor")).toMatch(/^[0-9a-f-]{36}\./);
});

/** What is on record about a visitor, the oldest first. */
function recorded(database: Database, visitorId: string): Promise<{ choice: string }[]> {
  return database.withShop("demo", (transaction) =>
    transaction
      .select({ choice: consents.choice })
      .from(consents)
      .where(eq(consents.visitorId, visitorId))
      .orderBy(asc(consents.at)),
  );
}

test("a choice is recorded when it changes, however often it is sent", async () => {
  const visitorId = newVisitorId();
  const cookie = await cookiesOf(visitorId);
  const database = new Database(bindings);
  const choices = ["granted", "granted", "denied", "denied", "granted"];
  const changes: string[] = [];
  for (const choice of choices) {
    await call("/api/consent", { body: { choice }, headers: { cookie } });
    if (changes.at(-1) !== choice) changes.push(choice);
    await eventually(async () =>
      (await recorded(database, visitorId)).length === changes.length ? true : undefined,
    );
  }
  const rows = await recorded(database, visitorId);
  expect(rows.map(({ choice }) => choice)).toEqual(["granted", "denied", "granted"]);
  // Who withdrew is to be forgotten, once.
  const wishes = await database.withShop("demo", (transaction) =>
    transaction.select({ subject: deletions.subject }).from(deletions),
  );
  const own = wishes.filter(({ subject }) => subject?.visitorIds.includes(visitorId));
  expect(own).toEqual([{ subject: { visitorIds: [visitorId] } }]);
});

test("choices from one address are limited, those from another pass", async () => {
  const choose = (address: string) =>
    call("/api/consent", {
      body: { choice: "granted" },
      headers: { "cf-connecting-ip": address },
    });
  const statuses: number[] = [];
  for (let count = 0; count < 40; count++) statuses.push((await choose("192.0.2.1")).status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  const limited = await choose("192.0.2.1");
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problemOf(limited)).toEqual({ status: 429, code: "rate_limited" });
  expect((await choose("192.0.2.2")).status).toBe(200);
});
