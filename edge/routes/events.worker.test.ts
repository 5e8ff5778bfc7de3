import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import {
  call,
  cookiesOf,
  newVisitorId,
  problemOf,
  sendAs,
  sendWithKey,
  services,
  storedOnce,
  view,
} from "../testing/client.ts";

const WEEK_MS = 7 * 24 * 3600 * 1000;

test("a browser's batch lies on the stream as it happened, stamped", async () => {
  const visitorId = newVisitorId();
  const events = [view("p1"), view("p4"), { ...view("p7"), type: "click", placement: "similar" }];
  const response = await sendAs(visitorId, events);
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ accepted: 3, duplicates: 0, ignored: 0 });
  const stored = await storedOnce([visitorId], 3);
  expect(stored.map((event) => event.id)).toEqual(events.map((event) => event.id));
  expect(stored[0]).toMatchObject({
    v: 1,
    shop: "demo",
    visitorId,
    itemId: "p1",
    consent: "granted",
  });
  expect(new Set(stored.map((event) => event.sessionId)).size).toBe(1);
  const numbers = stored.map((event) => event.hub.number);
  expect(numbers).toEqual([numbers[0]!, numbers[0]! + 1, numbers[0]! + 2]);
});

test("a server's batch keeps its times, visitors and sessions", async () => {
  const [first, second] = [newVisitorId(), newVisitorId()];
  const occurredAt = Date.UTC(2010, 11, 1);
  const lines = [
    { itemId: "p1", quantity: 2, priceMinor: 100, currency: "EUR" },
    { itemId: "hidden1" },
  ];
  const response = await sendWithKey([
    { ...view("p1", { visitorId: first, occurredAt, sessionId: "s-1" }) },
    { id: uuidv7(), type: "purchase", visitorId: second, occurredAt, orderId: "o1", lines },
  ]);
  expect(response.status).toBe(202);
  const stored = await storedOnce([first, second], 2);
  expect(stored.map((event) => event.occurredAt)).toEqual([occurredAt, occurredAt]);
  expect(stored.find((event) => event.visitorId === first)?.sessionId).toBe("s-1");
  expect(stored.find((event) => event.visitorId === second)).toMatchObject({
    consent: "server",
    lines,
  });
});

test("clocks of browsers are set right, and the order of events is kept", async () => {
  const visitorId = newVisitorId();
  const before = Date.now();
  await sendAs(visitorId, [
    view("p1", { occurredAt: before + 3_600_000 }),
    view("p2", { occurredAt: 0 }),
    view("p3", { occurredAt: before - 5_000 }),
  ]);
  const [ahead, ancient, fine] = await storedOnce([visitorId], 3);
  expect(ahead!.occurredAt).toBe(ahead!.receivedAt);
  expect(ancient!.occurredAt).toBe(ancient!.receivedAt - WEEK_MS);
  expect(fine!.occurredAt).toBe(before - 5_000);
});

test("what was sent before counts once, within a batch and across batches", async () => {
  const visitorId = newVisitorId();
  const twice = view("p1");
  const first = await sendAs(visitorId, [twice, twice, view("p2")]);
  expect(await first.json()).toEqual({ accepted: 2, duplicates: 1, ignored: 0 });
  const again = await sendAs(visitorId, [twice, view("p3")]);
  expect(await again.json()).toEqual({ accepted: 1, duplicates: 1, ignored: 0 });
  const stored = await storedOnce([visitorId], 3);
  expect(stored.map((event) => event.itemId)).toEqual(["p1", "p2", "p3"]);
});

test("without consent nothing is taken, and nothing fails", async () => {
  const response = await call("/api/events", { body: { events: [view("p1"), view("p2")] } });
  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ accepted: 0, duplicates: 0, ignored: 2 });
  const cookie = (await cookiesOf(newVisitorId())).replace("granted", "denied");
  const denied = await call("/api/events", { body: { events: [view()] }, headers: { cookie } });
  expect(await denied.json()).toEqual({ accepted: 0, duplicates: 0, ignored: 1 });
});

const cookie = await cookiesOf("t-bad-input");
const forged = cookie.replace("t-bad-input", "t-somebody-else");
const otherShops = await cookiesOf("t-bad-input", "other");
const key = { authorization: `Bearer ${services.apiKey}` };
const many = (count: number) => Array.from({ length: count }, () => view("p1", { visitorId: "v" }));

const refused: [name: string, status: number, code: string, request: Parameters<typeof call>[1]][] =
  [
    ["not JSON", 400, "bad_json", { body: "{events:", headers: { cookie } }],
    ["NaN", 400, "bad_json", { body: '{"events":[{"occurredAt":NaN}]}', headers: { cookie } }],
    [
      "an infinite number",
      422,
      "invalid_events",
      {
        body: JSON.stringify({ events: [view()] }).replace(
          /"occurredAt":\d+/,
          '"occurredAt":1e999',
        ),
        headers: { cookie },
      },
    ],
    ["no object", 422, "invalid_events", { body: "null", headers: { cookie } }],
    ["an empty batch", 422, "invalid_events", { body: { events: [] }, headers: { cookie } }],
    [
      "an unknown field",
      422,
      "invalid_events",
      { body: { events: [view("p1", { colour: "red" })] }, headers: { cookie } },
    ],
    [
      "a visitor named by a browser",
      422,
      "invalid_events",
      { body: { events: [view("p1", { visitorId: "v" })] }, headers: { cookie } },
    ],
    [
      "a view of nothing",
      422,
      "invalid_events",
      { body: { events: [{ ...view(), itemId: undefined }] }, headers: { cookie } },
    ],
    [
      "a wrong content type",
      415,
      "unsupported_media_type",
      { body: { events: [view()] }, headers: { cookie, "content-type": "text/plain" } },
    ],
    [
      "a body of 1 MB from a browser",
      413,
      "body_too_large",
      { body: "x".repeat(1 << 20), headers: { cookie } },
    ],
    [
      "a body of 1 MB from a server",
      413,
      "body_too_large",
      { body: "x".repeat(1 << 20), headers: key },
    ],
    [
      "101 events of a browser",
      413,
      "batch_too_large",
      { body: { events: many(101) }, headers: { cookie } },
    ],
    [
      "1,001 events of a server",
      413,
      "batch_too_large",
      { body: { events: many(1001) }, headers: key },
    ],
    [
      "10,000 events of a server",
      413,
      "body_too_large",
      { body: { events: many(10_000) }, headers: key },
    ],
    [
      "an unknown product",
      422,
      "unknown_items",
      { body: { events: [view("nothing")] }, headers: { cookie } },
    ],
    [
      "a hidden product",
      422,
      "unknown_items",
      { body: { events: [view("hidden1")] }, headers: { cookie } },
    ],
    [
      "another shop's product",
      422,
      "unknown_items",
      { body: { events: [view("o1")] }, headers: { cookie } },
    ],
    [
      "a purchase from a browser",
      403,
      "event_type_not_allowed",
      { body: { events: [{ ...view(), type: "purchase" }] }, headers: { cookie } },
    ],
    [
      "a forged cookie",
      401,
      "forged_visitor",
      { body: { events: [view()] }, headers: { cookie: forged } },
    ],
    [
      "another shop's cookie",
      401,
      "forged_visitor",
      { body: { events: [view()] }, headers: { cookie: otherShops } },
    ],
    [
      "consent without a cookie",
      401,
      "missing_visitor",
      { body: { events: [view()] }, headers: { cookie: "slipstream-consent=granted" } },
    ],
    [
      "an unknown key",
      401,
      "invalid_api_key",
      { body: { events: many(1) }, headers: { authorization: "Bearer nobodys" } },
    ],
    [
      "a key without the scope",
      403,
      "missing_scope",
      { body: { events: many(1) }, headers: { authorization: `Bearer ${services.weakApiKey}` } },
    ],
    [
      "another origin",
      403,
      "origin_not_allowed",
      { body: { events: [view()] }, headers: { cookie, origin: "https://evil.test" } },
    ],
    [
      "an unknown host",
      404,
      "unknown_shop",
      { body: { events: [view()] }, headers: { cookie }, host: "http://nobody.test" },
    ],
    [
      "a search for what no database holds",
      422,
      "invalid_events",
      { body: { events: [{ ...view(), type: "search", query: "a\0b" }] }, headers: { cookie } },
    ],
    ["a GET", 405, "method_not_allowed", { headers: { cookie } }],
  ];

test.for(refused)("%s is refused with %i %s", async ([, status, code, request]) => {
  const response = await call("/api/events", request);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await problemOf(response)).toEqual({ status, code });
});

test("unknown products are named by index, and none of the batch is taken", async () => {
  const visitorId = newVisitorId();
  const good = view("p1", { visitorId });
  const response = await sendWithKey([
    good,
    view("gone", { visitorId }),
    view("hidden1", { visitorId }),
  ]);
  const document = (await response.json()) as { issues: { path: string }[] };
  expect(document.issues.map((issue) => issue.path)).toEqual(["events.1", "events.2"]);
  const again = await sendWithKey([good]);
  expect(await again.json()).toEqual({ accepted: 1, duplicates: 0, ignored: 0 });
});

test("a server's event of the day after tomorrow is named by index, one of tomorrow is taken", async () => {
  const visitorId = newVisitorId();
  const inHours = (hours: number) =>
    view("p1", { visitorId, occurredAt: Date.now() + hours * 3_600_000 });
  const response = await sendWithKey([inHours(23), inHours(25)]);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    code: "invalid_events",
    issues: [{ path: "events.1.occurredAt" }],
  });
  expect((await sendWithKey([inHours(23)])).status).toBe(202);
});

test("one id in two spellings counts once", async () => {
  const visitorId = newVisitorId();
  const event = view("p1");
  const shouted = { ...event, id: event.id.toUpperCase() };
  const first = await sendAs(visitorId, [event, shouted]);
  expect(await first.json()).toEqual({ accepted: 1, duplicates: 1, ignored: 0 });
  const again = await sendAs(visitorId, [shouted]);
  expect(await again.json()).toEqual({ accepted: 0, duplicates: 1, ignored: 0 });
});

test("a visitor who floods is asked to wait", async () => {
  const visitorId = newVisitorId();
  const statuses = new Set<number>();
  for (let sent = 0; sent < 60 && !statuses.has(429); sent++) {
    const response = await sendAs(visitorId, [view()]);
    statuses.add(response.status);
    if (response.status === 429) {
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await problemOf(response)).toMatchObject({ code: "rate_limited" });
    } else await response.body?.cancel();
  }
  expect([...statuses].sort()).toEqual([202, 429]);
});
