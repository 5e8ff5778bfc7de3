import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { SESSION_IDLE_MS } from "@slipstream/contracts/limits";
import { SETTLE_PATH } from "@slipstream/contracts/settle";
import { signBody } from "@slipstream/contracts/signature";
import { parseTraceparent } from "@slipstream/contracts/tracing/context";
import { afterEach, expect, test } from "vitest";
import {
  bindings,
  call,
  control,
  cookiesOf,
  eventually,
  newVisitorId,
  problemOf,
  sendAs,
  sendWithKey,
  storedEventsOf,
  storedMessagesOf,
  storedOnce,
  view,
} from "../testing/client.ts";
import { hubOf } from "./name.ts";
import { Outbox } from "./outbox.ts";

/** Rows in the table, acknowledged or not. */
function rowsOf(visitorId: string): Promise<number> {
  return runInDurableObject(
    hubOf(bindings, "demo", visitorId),
    (_, state) =>
      state.storage.sql.exec<{ rows: number }>("SELECT count(*) AS rows FROM outbox").one().rows,
  );
}

/** Waits until JetStream has acknowledged all that the visitor's hub took. */
function acknowledged(visitorId: string): Promise<true> {
  return eventually(async () => {
    const { outboxDepth } = await hubOf(bindings, "demo", visitorId).status();
    return outboxDepth === 0 ? true : undefined;
  });
}

afterEach(() => control("/nats/start").catch(() => {}));

test("what comes while NATS is away is kept, then published in order, once", async () => {
  const visitorId = newVisitorId();
  const hub = hubOf(bindings, "demo", visitorId);
  await sendAs(visitorId, [view("p1")]);
  await storedOnce([visitorId], 1);
  await control("/nats/kill");
  const events = Array.from({ length: 30 }, (_, index) => view(`p${index + 1}`));
  for (let index = 0; index < events.length; index += 10) {
    const response = await sendAs(visitorId, events.slice(index, index + 10));
    expect(response.status).toBe(202);
    await response.body?.cancel();
  }
  const resent = await sendAs(visitorId, events.slice(0, 5));
  expect(await resent.json()).toEqual({ accepted: 0, duplicates: 5, ignored: 0 });
  expect((await hub.status()).outboxDepth).toBe(30);
  await abortAllDurableObjects();
  await control("/nats/start");
  await eventually(async () => {
    const again = hubOf(bindings, "demo", visitorId);
    await runDurableObjectAlarm(again);
    return (await again.status()).outboxDepth === 0 ? true : undefined;
  });
  const stored = await storedEventsOf([visitorId]);
  expect(stored.slice(1).map((event) => event.id)).toEqual(events.map((event) => event.id));
  expect(stored.map((event) => event.hub.number)).toEqual(
    stored.map((_, index) => stored[0]!.hub.number + index),
  );
});

test("a visitor is settled once nothing of theirs waits, and is not so before", async () => {
  const [visitorId, other] = [newVisitorId(), newVisitorId()];
  const settle = async (visitorIds: string[]) => {
    const body = JSON.stringify({ shop: "demo", visitorIds });
    const secret = bindings.INTERNAL_SECRET!;
    const signature = await signBody({ secret, body, nowMs: Date.now() });
    return call(SETTLE_PATH, { body, headers: { [SIGNATURE_HEADER]: signature } });
  };
  expect((await settle([visitorId])).status).toBe(204);
  await control("/nats/kill");
  await sendAs(visitorId, [view("p1"), view("p2")]);
  const waiting = await settle([other, visitorId]);
  expect(await problemOf(waiting)).toEqual({ status: 503, code: "hub_unavailable" });
  expect((await settle([other])).status).toBe(204);
  await control("/nats/start");
  await eventually(async () => ((await settle([visitorId])).status === 204 ? true : undefined));
  // What was answered for is on the log by then.
  expect(await storedEventsOf([visitorId])).toHaveLength(2);
  const forged = await call(SETTLE_PATH, { body: { shop: "demo", visitorIds: [visitorId] } });
  expect(await problemOf(forged)).toMatchObject({ code: "invalid_signature" });
});

test("the alarm drains by itself, without anybody asking", async () => {
  const visitorId = newVisitorId();
  await control("/nats/kill");
  await sendAs(visitorId, [view("p1"), view("p2")]);
  await control("/nats/start");
  const stored = await storedOnce([visitorId], 2);
  expect(stored.map((event) => event.itemId)).toEqual(["p1", "p2"]);
});

test("ids are remembered by a hub that was torn down", async () => {
  const visitorId = newVisitorId();
  const event = view("p1");
  await sendAs(visitorId, [event]);
  await abortAllDurableObjects();
  const again = await sendAs(visitorId, [event]);
  expect(await again.json()).toEqual({ accepted: 0, duplicates: 1, ignored: 0 });
});

test("a full outbox says so, and takes all of it later", async () => {
  const visitorId = newVisitorId();
  await control("/nats/kill");
  const batch = (count: number) => Array.from({ length: count }, () => view("p1", { visitorId }));
  const [first, second] = [batch(250), batch(100)];
  expect((await sendWithKey(first)).status).toBe(202);
  const full = await sendWithKey(second);
  expect(Number(full.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await problemOf(full)).toEqual({ status: 429, code: "outbox_full" });
  await control("/nats/start");
  await storedOnce([visitorId], 250);
  const retried = await sendWithKey(second);
  expect(await retried.json()).toEqual({ accepted: 100, duplicates: 0, ignored: 0 });
  const stored = await storedOnce([visitorId], 350);
  expect(stored.map((event) => event.id)).toEqual([...first, ...second].map((event) => event.id));
});

test("a session ends after thirty idle minutes of the events' own time", async () => {
  const visitorId = newVisitorId();
  const start = Date.now() - 6 * SESSION_IDLE_MS;
  const at = (occurredAt: number) => view("p1", { visitorId, occurredAt });
  await sendWithKey([at(start), at(start + SESSION_IDLE_MS), at(start + 2 * SESSION_IDLE_MS + 1)]);
  await sendWithKey([at(start + 2 * SESSION_IDLE_MS), at(start - 2 * SESSION_IDLE_MS)]);
  const sessions = (await storedOnce([visitorId], 5)).map((event) => event.sessionId);
  const [first, second, third, late, earlier] = sessions;
  expect(second).toBe(first);
  expect(third).not.toBe(first);
  expect(late).toBe(third);
  expect([first, third]).not.toContain(earlier);
});

test("acknowledged rows count no more, and go with the next accept or an idle hub's alarm", async () => {
  const visitorId = newVisitorId();
  const hub = hubOf(bindings, "demo", visitorId);
  const emptied = () =>
    eventually(async () => {
      await runDurableObjectAlarm(hub);
      return (await rowsOf(visitorId)) === 0 ? true : undefined;
    });
  await emptied();
  await sendAs(visitorId, [view("p1"), view("p2"), view("p3")]);
  await acknowledged(visitorId);
  expect(await rowsOf(visitorId)).toBe(3);
  expect((await hub.status()).outboxOldestAgeSeconds).toBe(0);
  await sendAs(visitorId, [view("p4")]);
  expect(await rowsOf(visitorId)).toBe(1);
  await acknowledged(visitorId);
  await emptied();
});

test("a hub that forgot what was acknowledged publishes it again, and it is stored once", async () => {
  const visitorId = newVisitorId();
  const events = [view("p1"), view("p2"), view("p3")];
  await sendAs(visitorId, events);
  await acknowledged(visitorId);
  await abortAllDurableObjects();
  const hub = hubOf(bindings, "demo", visitorId);
  // Other visitors of the shard may have theirs again, too.
  expect((await hub.status()).outboxDepth).toBeGreaterThanOrEqual(3);
  await runDurableObjectAlarm(hub);
  await acknowledged(visitorId);
  await sendAs(visitorId, [view("p4")]);
  const stored = await storedOnce([visitorId], 4);
  expect(stored.map((event) => event.itemId)).toEqual(["p1", "p2", "p3", "p4"]);
  expect(stored.map((event) => event.hub.number)).toEqual(
    [1, 2, 3, 4].map((n) => n - 1 + stored[0]!.hub.number),
  );
});

test("a transaction that fails leaves counters and notes as they were", async () => {
  const hub = bindings.SESSION_HUB.get(bindings.SESSION_HUB.idFromName("rollback:0"));
  await runInDurableObject(hub, (_, { storage }) => {
    const outbox = new Outbox(storage.sql, { maxRows: 10, maxBytes: 1_000 });
    const put = () => {
      const { number } = outbox.stamp(0);
      const row = { number, subject: "s", id: `id-${number}`, payload: "{}", traceparent: null };
      outbox.put([row], 1, Date.now());
    };
    outbox.transaction(storage, put);
    outbox.transaction(storage, put);
    outbox.acknowledge(outbox.next(1));
    const before = { depth: outbox.depth, ...outbox.counters };
    expect(before).toEqual({ depth: 1, accepted: 2, duplicates: 2 });
    const full = new Error("database or disk is full");
    expect(() =>
      outbox.transaction(storage, () => {
        put();
        throw full;
      }),
    ).toThrow(full);
    expect({ depth: outbox.depth, ...outbox.counters }).toEqual(before);
    expect(outbox.next(10).map(({ number }) => number)).toEqual([2]);
    outbox.transaction(storage, put);
    expect(outbox.next(10).map(({ number }) => number)).toEqual([2, 3]);
    outbox.acknowledge(outbox.next(10));
    expect([outbox.depth, outbox.hasRoom(10, 1_000)]).toEqual([0, true]);
  });
});

test("what memory does not hold is read from the table, in order, until it is empty", async () => {
  const hub = bindings.SESSION_HUB.get(bindings.SESSION_HUB.idFromName("many:0"));
  await runInDurableObject(hub, (_, { storage }) => {
    const open = () => new Outbox(storage.sql, { maxRows: 9_999, maxBytes: 999_999 });
    const put = (outbox: Outbox, count: number, payload = "{}") =>
      outbox.transaction(storage, () => {
        const rows = Array.from({ length: count }, () => {
          const { number } = outbox.stamp(0);
          return { number, subject: "s", id: `id-${number}`, payload, traceparent: null };
        });
        outbox.put(rows, 0, Date.now());
      });
    const numbers = (outbox: Outbox) => outbox.next(9_999).map(({ number }) => number);
    const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
    const first = open();
    for (let count = 0; count < 4; count++) put(first, 300);
    expect(numbers(first)).toEqual(upTo(1_200));
    first.acknowledge(first.next(1_199));
    put(first, 1);
    expect(numbers(first)).toEqual([1_200, 1_201]);
    // A hub that wakes up again knows from the table what waits, and puts more behind it.
    const second = open();
    put(second, 1);
    expect(numbers(second)).toEqual([1_200, 1_201, 1_202]);
    second.acknowledge(second.next(9_999));
    put(second, 2);
    expect(numbers(second)).toEqual([1_203, 1_204]);
    // Few rows may be much: the table is asked then, which alone knows of this change.
    const subjects = () => {
      storage.sql.exec("UPDATE outbox SET subject = 'of the table'");
      return new Set(second.next(9_999).map(({ subject }) => subject));
    };
    put(second, 1, JSON.stringify("x".repeat(400_000)));
    expect(subjects()).toEqual(new Set(["s"]));
    put(second, 1, JSON.stringify("x".repeat(200_000)));
    expect(subjects()).toEqual(new Set(["of the table"]));
    expect(numbers(second)).toEqual([1_203, 1_204, 1_205, 1_206]);
  });
});

test("the trace of a request goes along as a header of its messages", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const visitorId = newVisitorId();
  const cookie = await cookiesOf(visitorId);
  await call("/api/events", { body: { events: [view("p1")] }, headers: { cookie, traceparent } });
  await sendAs(visitorId, [view("p2")]);
  await storedOnce([visitorId], 2);
  const messages = await storedMessagesOf([visitorId]);
  const traces = messages.map((message) => parseTraceparent(message.traceparent)?.traceId);
  expect(traces).toEqual([parseTraceparent(traceparent)?.traceId, undefined]);
});
