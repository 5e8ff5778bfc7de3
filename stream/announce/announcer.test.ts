import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { announcementsSchema, SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { verifyBody } from "@slipstream/contracts/signature";
import { afterAll, beforeEach, expect, test } from "vitest";
import { until } from "../testing/log-client.ts";
import { StageTimes } from "../turns/stage-times.ts";
import { Announcer } from "./announcer.ts";

const secret = "a secret of this test";
/** What came in and waits for its answer: sessions, and how to answer. */
const requests: { sessions: string[]; response: ServerResponse }[] = [];
const edge = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const signature = String(request.headers[SIGNATURE_HEADER]);
  expect(await verifyBody({ secret, body, signature, nowMs: Date.now() })).toBe(true);
  const { announcements } = announcementsSchema.parse(JSON.parse(body));
  requests.push({ sessions: announcements.map(({ sessionId }) => sessionId), response });
});
edge.listen(0, "127.0.0.1");
await once(edge, "listening");
const edgeUrl = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;

afterAll(() => {
  edge.closeAllConnections();
  edge.close();
});
beforeEach(() => {
  requests.length = 0;
});

function push(announcer: Announcer, ...sessions: string[]): void {
  for (const sessionId of sessions) {
    const id = "01900000-0000-7000-8000-000000000001";
    const who = { shop: "demo", visitorId: "anna", sessionId, eventId: id };
    announcer.push({ ...who, receivedAt: 1, learnSequence: 1 });
  }
}

test("what one turn announces goes together, each session once", async () => {
  const announcer = new Announcer({ edgeUrl, secret, stages: new StageTimes() });
  push(announcer, "s1", "s2", "s1");
  await until(async () => requests.length > 0);
  expect(requests.map(({ sessions }) => sessions)).toEqual([["s2", "s1"]]);
  requests[0]!.response.end("{}");
  await announcer.stop();
  expect(announcer.figures).toEqual({ sent: 2, failed: 0, dropped: 0 });
});

test("while the edge is slow, later announcements gather and go together", async () => {
  const announcer = new Announcer({ edgeUrl, secret, stages: new StageTimes() });
  for (let turn = 1; turn <= 4; turn++) {
    push(announcer, `s${turn}`);
    await until(async () => requests.length === turn);
  }
  push(announcer, "s5");
  await new Promise((resolve) => setImmediate(resolve));
  push(announcer, "s6");
  requests[0]!.response.end("{}");
  await until(async () => requests.length === 5);
  expect(requests[4]!.sessions).toEqual(["s5", "s6"]);
  for (const { response } of requests) response.end("{}");
  await announcer.stop();
  expect(announcer.figures.sent).toBe(6);
});

test("a refusal, and an edge that is away, are counted", async () => {
  const refused = new Announcer({ edgeUrl, secret, stages: new StageTimes() });
  push(refused, "s1");
  await until(async () => requests.length > 0);
  requests[0]!.response.writeHead(401).end();
  await refused.stop();
  expect(refused.figures).toEqual({ sent: 0, failed: 1, dropped: 0 });
  const away = new Announcer({ edgeUrl: "http://127.0.0.1:1", secret, stages: new StageTimes() });
  push(away, "s1", "s2");
  await away.stop();
  expect(away.figures).toEqual({ sent: 0, failed: 2, dropped: 0 });
});
