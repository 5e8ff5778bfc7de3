import { ANNOUNCE_PATH, SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import type { HubMessage } from "@slipstream/contracts/rail-socket";
import { signBody } from "@slipstream/contracts/signature";
import { formatTraceparent, traceIdOfEvent } from "@slipstream/contracts/tracing/context";
import { tracesSchema } from "@slipstream/contracts/tracing/kept-traces";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedIn } from "../testing/accounts.ts";
import {
  bindings,
  call,
  control,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
  sendAs,
  storedOnce,
  view,
  worker,
} from "../testing/client.ts";
import { hubOf } from "./name.ts";

beforeAll(() => control("/model/start"));
afterAll(() => control("/model/kill"));

/** A page's socket, with everything that was said on it. */
async function openPage(visitorId: string) {
  const response = await worker.fetch("http://shop.test/api/live", {
    headers: { upgrade: "websocket", cookie: await cookiesOf(visitorId) },
  });
  expect(response.status).toBe(101);
  const socket = response.webSocket!;
  const heard: HubMessage[] = [];
  const raw: unknown[] = [];
  socket.addEventListener("message", ({ data }) => {
    raw.push(data);
    if (data !== "pong") heard.push(JSON.parse(String(data)));
  });
  socket.accept();
  const say = (message: unknown) =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  const hear = <Kind extends HubMessage["kind"]>(kind: Kind, count = 1) =>
    eventually(async () => {
      const found = heard.filter((message) => message.kind === kind);
      return found.length >= count ? (found.at(-1) as HubMessage & { kind: Kind }) : undefined;
    });
  let closed: number | undefined;
  socket.addEventListener("close", ({ code }) => {
    closed = code;
  });
  return { socket, heard, raw, say, hear, closedWith: () => closed };
}

const rails = [{ key: "because", placement: "because_you_viewed", limit: 4 }];

async function announce(body: string, secret = bindings.INTERNAL_SECRET!): Promise<Response> {
  const signature = await signBody({ secret, body, nowMs: Date.now() });
  return call(ANNOUNCE_PATH, { body, headers: { [SIGNATURE_HEADER]: signature } });
}

function announcement(visitorId: string, sessionId: string) {
  return {
    shop: "demo",
    visitorId,
    sessionId,
    eventId: uuidv7(),
    itemId: "p1",
    receivedAt: Date.now() - 5,
    learnSequence: 0,
  };
}

test("a session that changed gets its rail pushed, and says which event did it", async () => {
  const visitorId = newVisitorId();
  const page = await openPage(visitorId);
  const { sessionId } = await page.hear("ready");
  page.say({ kind: "subscribe", rails });
  page.say("ping");
  await eventually(async () => (page.raw.includes("pong") ? true : undefined));
  const change = announcement(visitorId, sessionId);
  const response = await announce(JSON.stringify({ announcements: [change] }));
  expect(response.status).toBe(204);
  const { rail, cause } = await page.hear("rail");
  expect(cause).toEqual({ eventId: change.eventId, receivedAt: change.receivedAt });
  expect(rail).toMatchObject({ key: "because", placement: "because_you_viewed" });
  expect(rail.cards.length).toBeGreaterThan(0);
  expect(rail.cards[0]).toMatchObject({ currency: "EUR", image: { url: expect.any(String) } });
  const status = await hubOf(bindings, "demo", visitorId).status();
  expect(status.sockets).toBe(1);
  expect(status.pushed).toBeGreaterThan(0);
  expect(status.eventToRailMs.at(-1)).toBeGreaterThanOrEqual(5);
  page.socket.close();
});

test("the rails of a page are pushed together, full, and none repeats another", async () => {
  const visitorId = newVisitorId();
  const page = await openPage(visitorId);
  const other = await openPage(visitorId);
  const { sessionId } = await page.hear("ready");
  // For itself the second would be the first once more.
  const followed = [
    { key: "for-you", placement: "home_for_you", limit: 4 },
    { key: "more", placement: "home_for_you", limit: 4 },
    { key: "because", placement: "because_you_viewed", itemId: "p1", limit: 4, exclude: ["p2"] },
  ];
  page.say({ kind: "subscribe", rails: followed });
  other.say({ kind: "subscribe", rails: followed.slice(1, 2) });
  // Answered after what was said before it.
  for (const { say, raw } of [page, other]) {
    say("ping");
    await eventually(async () => (raw.includes("pong") ? true : undefined));
  }
  await announce(JSON.stringify({ announcements: [announcement(visitorId, sessionId)] }));
  await page.hear("rail", 3);
  const shown = page.heard.flatMap((said) => (said.kind === "rail" ? said.rail : []));
  expect(shown.map(({ key }) => key).sort()).toEqual(["because", "for-you", "more"]);
  const itemIds = shown.flatMap(({ cards }) => cards.map(({ itemId }) => itemId));
  expect([itemIds.length, new Set(itemIds).size]).toEqual([12, 12]);
  const because = shown.find(({ key }) => key === "because")?.cards.map(({ itemId }) => itemId);
  expect(because).not.toContain("p2");
  expect(new Set(shown.map(({ requestId }) => requestId)).size).toBe(3);
  const alone = await other.hear("rail");
  expect(alone.rail).toMatchObject({ key: "more", cards: { length: 4 } });
  page.socket.close();
  other.socket.close();
});

/** The trace of an announcement, once it is listed with spans of all who answered. */
function listedTrace(traceId: string) {
  return eventually(async () => {
    const { headers } = await signedIn({ roles: ["ops"] });
    const response = await call("/api/ops/traces", { headers });
    const { traces } = tracesSchema.parse(await response.json());
    const trace = traces.find((each) => each.traceId === traceId);
    const services = new Set(trace?.spans.map(({ service }) => service));
    return services.size === 2 ? trace : undefined;
  });
}

test("a sampled push, and one that was slow, are listed as traces down to the model's stages", async () => {
  const visitorId = newVisitorId();
  const page = await openPage(visitorId);
  const { sessionId } = await page.hear("ready");
  page.say({ kind: "subscribe", rails });
  const context = { traceId: "ab".repeat(16), spanId: "b".repeat(16), sampled: true };
  const sampled = {
    ...announcement(visitorId, sessionId),
    traceparent: formatTraceparent(context),
  };
  await announce(JSON.stringify({ announcements: [sampled] }));
  const trace = await listedTrace(context.traceId);
  const named = new Map(trace.spans.map((span) => [span.name, span]));
  expect(named.get("refresh rail")?.parentSpanId).toBe(context.spanId);
  const request = named.get("POST /v1/recommend");
  expect(request?.parentSpanId).toBe(named.get("recommend")?.spanId);
  expect(named.get("retrieve")?.parentSpanId).toBe(request?.spanId);
  expect(named.get("push")?.endMs).toBeGreaterThanOrEqual(request?.endMs ?? Number.NaN);
  const slow = { ...announcement(visitorId, sessionId), receivedAt: Date.now() - 1_000 };
  await announce(JSON.stringify({ announcements: [slow] }));
  const { durationMs, spans } = await listedTrace(traceIdOfEvent(slow.eventId));
  expect(durationMs).toBeGreaterThanOrEqual(1_000);
  const whole = spans.find(({ name }) => name === "event to rail");
  expect(whole?.startMs).toBe(slow.receivedAt);
  expect(spans.find(({ name }) => name === "refresh rail")?.parentSpanId).toBe(whole?.spanId);
  page.socket.close();
});

test("a burst of announcements is answered by few pushes, the last one for the last", async () => {
  const visitorId = newVisitorId();
  const page = await openPage(visitorId);
  const { sessionId } = await page.hear("ready");
  page.say({ kind: "subscribe", rails });
  const burst = Array.from({ length: 50 }, () => announcement(visitorId, sessionId));
  await announce(JSON.stringify({ announcements: burst }));
  await eventually(async () =>
    page.heard.some((said) => said.kind === "rail" && said.cause?.eventId === burst[49]!.eventId)
      ? true
      : undefined,
  );
  expect(page.heard.filter((said) => said.kind === "rail").length).toBeLessThan(5);
  page.socket.close();
});

test("a rail that knows nothing of the session is not pushed, but asked for again", async () => {
  const visitorId = newVisitorId();
  const page = await openPage(visitorId);
  const { sessionId } = await page.hear("ready");
  page.say({ kind: "subscribe", rails });
  await control("/redis/kill");
  const change = announcement(visitorId, sessionId);
  await announce(JSON.stringify({ announcements: [change] }));
  await control("/redis/start");
  const { rail, cause } = await page.hear("rail");
  expect(cause?.eventId).toBe(change.eventId);
  expect(page.heard.filter(({ kind }) => kind === "rail")).toHaveLength(1);
  expect(rail.degraded).toBe(false);
  page.socket.close();
});

test("events are marked live while their visitor's page is open, impressions never", async () => {
  const visitorId = newVisitorId();
  await sendAs(visitorId, [view("p1")]);
  const page = await openPage(visitorId);
  await page.hear("ready");
  await sendAs(visitorId, [view("p2"), { ...view("p3"), type: "impression" }]);
  page.socket.close();
  await eventually(async () => {
    const { sockets } = await hubOf(bindings, "demo", visitorId).status();
    return sockets === 0 ? true : undefined;
  });
  await sendAs(visitorId, [view("p4")]);
  const stored = await storedOnce([visitorId], 4);
  expect(stored.map((event) => event.live)).toEqual([undefined, true, undefined, undefined]);
});

test("a page that opens just after an event gets what it changed", async () => {
  const visitorId = newVisitorId();
  await sendAs(visitorId, [view("p1")]);
  const page = await openPage(visitorId);
  page.say({ kind: "subscribe", rails });
  const { rail, cause } = await page.hear("rail");
  expect(rail.cards.length).toBeGreaterThan(0);
  expect(cause).toBeUndefined();
  page.socket.close();
});

test("nonsense on a socket is answered, and the socket goes on", async () => {
  const page = await openPage(newVisitorId());
  for (const nonsense of ["{", '{"kind":"dance"}', "x".repeat(20_000)]) page.say(nonsense);
  const error = await page.hear("error", 3);
  expect(error.code).toBe("invalid_request");
  page.socket.send(new Uint8Array([1, 2, 3]));
  await page.hear("error", 4);
  page.say("ping");
  await eventually(async () => (page.raw.includes("pong") ? true : undefined));
  page.socket.close();
});

test("the ninth and the tenth page of a visitor take the places of the oldest", async () => {
  const visitorId = newVisitorId();
  const pages: Awaited<ReturnType<typeof openPage>>[] = [];
  for (let count = 0; count < 10; count++) pages.push(await openPage(visitorId));
  await eventually(async () => {
    const { sockets } = await hubOf(bindings, "demo", visitorId).status();
    return sockets === 8 ? true : undefined;
  });
  const oldest = pages.slice(0, 2);
  await eventually(async () =>
    oldest.every((page) => page.closedWith() === 1013) ? true : undefined,
  );
  expect(pages.slice(2).map((page) => page.closedWith())).toEqual(Array(8).fill(undefined));
  for (const page of pages) page.socket.close();
});

test("a socket needs a visitor of ours who agreed, and a page of ours", async () => {
  const cookie = await cookiesOf("t-live");
  const upgrade = { upgrade: "websocket" };
  const cases: [Record<string, string>, number, string][] = [
    [{ cookie }, 426, "upgrade_required"],
    [{ ...upgrade }, 403, "consent_required"],
    [{ ...upgrade, cookie: cookie.replace("granted", "denied") }, 403, "consent_required"],
    [{ ...upgrade, cookie: "slipstream-consent=granted" }, 401, "missing_visitor"],
    [{ ...upgrade, cookie: cookie.replace("t-live", "t-other") }, 401, "forged_visitor"],
    [{ ...upgrade, cookie, origin: "https://evil.test" }, 403, "origin_not_allowed"],
  ];
  for (const [headers, status, code] of cases) {
    const response = await call("/api/live", { headers });
    expect(await problemOf(response)).toEqual({ status, code });
  }
});

test("announcements are taken from our own side alone", async () => {
  const body = JSON.stringify({ announcements: [announcement("v", "s")] });
  const refused = [
    call(ANNOUNCE_PATH, { body }),
    announce(body, "another-secret-altogether"),
    call(ANNOUNCE_PATH, { body, headers: { [SIGNATURE_HEADER]: "t=1,v1=00" } }),
  ];
  for (const response of await Promise.all(refused)) {
    expect(await problemOf(response)).toEqual({ status: 401, code: "invalid_signature" });
  }
  expect(await problemOf(await announce("{"))).toEqual({ status: 400, code: "bad_json" });
  expect(await problemOf(await announce("{}"))).toEqual({ status: 400, code: "invalid_request" });
});
