import { liveMapSchema, liveTraceSchema, sessionPlaceSchema } from "@slipstream/contracts/live-api";
import type { Rail } from "@slipstream/contracts/rail-socket";
import { formatTraceparent, traceIdOfEvent } from "@slipstream/contracts/tracing/context";
import { afterAll, expect, test } from "vitest";
import { call, control, cookiesOf, newVisitorId, problemOf, view } from "../testing/client.ts";

afterAll(() => control("/model/kill"));

/** A shop whose products no other test changes. */
const shelf = "http://shelf.test";

async function rail(
  body: Record<string, unknown>,
  { cookie, ...at }: { cookie?: string; host?: string } = {},
): Promise<Rail> {
  const headers = cookie === undefined ? {} : { cookie };
  const response = await call("/api/recommendations", { body, headers, ...at });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  return (await response.json()) as Rail;
}

test("while nothing else answers, a rail is made of the newest products", async () => {
  const wanted = { placement: "home_for_you", limit: 3, exclude: ["p1"] };
  const newest = await rail(wanted, { host: shelf });
  expect(newest.cards.map((card) => card.itemId)).toEqual(["p2", "p3", "p4"]);
  expect(newest).toMatchObject({ key: "home_for_you", degraded: true, model: { name: "newest" } });
  expect(newest.cards[0]).toMatchObject({
    slug: "product-2",
    position: 0,
    reason: { code: "new" },
  });
  const lamps = { placement: "home_for_you", limit: 2, filters: { category: "lamps" } };
  const category = await rail(lamps, { host: shelf });
  expect(category.cards.map((card) => card.itemId)).toEqual(["p3", "p6"]);
});

/** The rails of a page as they are asked for together, each by the ids that it shows. */
async function page(rails: object[], more: object = {}): Promise<string[][]> {
  const body = { rails, ...more };
  const response = await call("/api/recommendations/page", { body, host: shelf });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as { rails: Rail[] };
  expect(answer.rails.map(({ key }) => key)).toEqual(rails.map((_, at) => `rail.${at}`));
  return answer.rails.map(({ cards }) => cards.map(({ itemId }) => itemId));
}

const asked = [
  { key: "rail.0", placement: "home_for_you", limit: 4 },
  { key: "rail.1", placement: "because_you_viewed", itemId: "p5", limit: 4, exclude: ["p2"] },
];
const known = { context: ["p5"], exclude: ["p1"] };

test("stand-ins on one page do not repeat each other", async () => {
  const standIns = await page(asked, known);
  // The newest, first for the rail that is about something.
  expect(standIns).toEqual([
    ["p2", "p5", "p8", "p9"],
    ["p3", "p4", "p6", "p7"],
  ]);
  const [alone] = await page(asked.slice(0, 1), known);
  expect(alone).toEqual(["p2", "p3", "p4", "p5"]);
});

test("the last good rail stands in for a model server that went away, and names nobody", async () => {
  await control("/model/start");
  const cookie = await cookiesOf(newVisitorId());
  const query = { placement: "similar", itemId: "p5", limit: 6, context: ["p7", "p8"] };
  const good = await rail(query, { cookie });
  expect(good.degraded).toBe(false);
  expect(good.cards.length).toBeGreaterThan(0);
  await control("/model/kill");
  const standIn = await rail({ ...query, exclude: [good.cards[0]!.itemId] });
  expect(standIn).toMatchObject({ degraded: true, stale: true, placement: "similar" });
  expect(standIn.requestId).not.toBe(good.requestId);
  // What is left of it, then the newest, so that it is full.
  const left = good.cards.slice(1).map((card) => card.itemId);
  const shown = standIn.cards.map((card) => card.itemId);
  expect(shown.slice(0, left.length)).toEqual(left);
  expect(new Set(shown).size).toBe(6);
  expect(shown).not.toContain(good.cards[0]!.itemId);
  for (const card of standIn.cards.slice(0, left.length)) {
    expect(card.reason).toMatchObject({
      code: "similar_to",
      itemId: "p5",
      title: expect.any(String),
    });
  }
  const because = await rail({ placement: "because_you_viewed", itemId: "p5", limit: 3 });
  expect(because.cards.map((card) => card.itemId)).toEqual(
    good.cards.slice(0, 3).map((card) => card.itemId),
  );
});

test("GET asks the same as POST, with lists in commas", async () => {
  const response = await call(
    "/api/recommendations?placement=trending&limit=2&exclude=p1,p2&key=top",
    { host: shelf },
  );
  const answer = (await response.json()) as Rail;
  expect(answer.key).toBe("top");
  expect(answer.cards.map((card) => card.itemId)).toEqual(["p3", "p4"]);
});

test("what cannot be recommended for says so", async () => {
  const cookie = (await cookiesOf("t-rail")).replace("t-rail", "t-forged");
  const cases: [Parameters<typeof call>[1], number, string][] = [
    [{ body: { placement: "nowhere" } }, 400, "invalid_request"],
    [{ body: { placement: "similar", colour: "red" } }, 400, "invalid_request"],
    [{ body: { placement: "similar", itemId: "nothing" } }, 404, "unknown_product"],
    [{ body: { placement: "similar", itemId: "hidden1" } }, 404, "unknown_product"],
    [{ body: { placement: "trending" }, headers: { cookie } }, 401, "forged_visitor"],
  ];
  for (const [request, status, code] of cases) {
    expect(await problemOf(await call("/api/recommendations", request))).toEqual({ status, code });
  }
});

test("the live page is told of the map, of one's own place and of one's own event's way", async () => {
  const map = await problemOf(await call("/api/live/map"));
  expect(map).toEqual({ status: 503, code: "model_unavailable" });
  await control("/model/start");
  // No event has taught this shop's model anything.
  const drawn = await call("/api/live/map");
  expect(drawn.headers.get("cache-control")).toBe("public, max-age=10");
  expect(liveMapSchema.parse(await drawn.json())).toEqual({ plane: 0, points: [] });
  const cookie = await cookiesOf(newVisitorId());
  const place = await call("/api/live/place?context=p1,p2", { headers: { cookie } });
  expect(place.headers.get("cache-control")).toBe("no-store");
  expect(sessionPlaceSchema.parse(await place.json())).toEqual({ plane: 0 });

  const event = view("p1");
  const traceId = traceIdOfEvent(event.id);
  const traceparent = formatTraceparent({ traceId, spanId: "a".repeat(16), sampled: true });
  await call("/api/events", { body: { events: [event] }, headers: { cookie, traceparent } });
  const traced = async () => {
    const response = await call(`/api/live/trace/${event.id}`);
    return liveTraceSchema.parse(await response.json());
  };
  await expect.poll(async () => (await traced()).stages[0]?.stage).toBe("hub");
  expect(await traced()).toMatchObject({ eventId: event.id, complete: false });
  const other = view("p1").id;
  const unknown = await call(`/api/live/trace/${other}`);
  expect(await unknown.json()).toEqual({ eventId: other, stages: [], complete: false });
  expect(await problemOf(await call("/api/live/trace/nothing"))).toMatchObject({ status: 400 });
});

test("nor do the rails of one page that the model server makes", async () => {
  const made = await page(asked, known);
  expect(made.map((ids) => ids.length)).toEqual([4, 4]);
  expect(new Set([...made.flat(), "p1"]).size).toBe(9);
  expect(made[1]).not.toContain("p2");
});
