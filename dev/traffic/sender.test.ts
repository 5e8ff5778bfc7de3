import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServerEvent } from "@slipstream/contracts/events";
import { serverBatchSchema } from "@slipstream/contracts/events";
import { shardOf } from "@slipstream/contracts/partition";
import { ProblemError } from "@slipstream/contracts/problems";
import { afterEach, expect, test } from "vitest";
import { eventIdFrom } from "./event-id.ts";
import { EventSender, SendError } from "./sender.ts";

type Answer = (events: ServerEvent[], response: ServerResponse, request: IncomingMessage) => void;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that speaks the edge's events API; `answer` says what becomes of each request. */
async function serve(answer: Answer): Promise<EventSender> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { events } = serverBatchSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
    answer(events, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sender = new EventSender({ edgeUrl: `http://a-shop.localhost:${port}`, apiKey: "secret" });
  closers.push(() => {
    sender.close();
    server.closeAllConnections();
    server.close();
  });
  return sender;
}

/** Takes events as the edge does: each id once. */
function store() {
  const taken: ServerEvent[] = [];
  const ids = new Set<string>();
  return {
    taken,
    accept: (events: ServerEvent[], response: ServerResponse) => {
      const fresh = events.filter(({ id }) => !ids.has(id));
      for (const event of fresh) {
        ids.add(event.id);
        taken.push(event);
      }
      const duplicates = events.length - fresh.length;
      answerJson(response, 202, { accepted: fresh.length, duplicates, ignored: 0 });
    },
  };
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function view(visitor: number, count: number): ServerEvent {
  return {
    id: eventIdFrom("sender test", visitor, count),
    type: "view",
    visitorId: `visitor-${visitor}`,
    itemId: `item-${count}`,
    occurredAt: count,
  };
}

async function sendAll(sender: EventSender, events: ServerEvent[]) {
  for (const event of events) await sender.send(event);
  return sender.flush();
}

const many = Array.from({ length: 6000 }, (_, index) => view(index % 40, index));

test("every event arrives once, each visitor's in order, over one request per shard at a time", async () => {
  const { taken, accept } = store();
  const busy = new Set<number>();
  const hosts = new Set<string | undefined>();
  let largest = 0;
  const sender = await serve((events, response, request) => {
    const shards = new Set(events.map(({ visitorId }) => shardOf(visitorId)));
    expect(shards.size).toBe(1);
    const [shard] = shards;
    expect(busy.has(shard!)).toBe(false);
    busy.add(shard!);
    hosts.add(request.headers.host?.split(":")[0]);
    expect(request.headers.authorization).toBe("Bearer secret");
    largest = Math.max(largest, events.length);
    setTimeout(() => {
      busy.delete(shard!);
      accept(events, response);
    }, 3);
  });
  const report = await sendAll(sender, many);
  expect(report).toMatchObject({ sent: 6000, accepted: 6000, duplicates: 0, retries: 0 });
  expect(largest).toBeGreaterThan(1);
  expect(largest).toBeLessThanOrEqual(1000);
  expect([...hosts]).toEqual(["a-shop.localhost"]);
  const lastOf = new Map<string, number>();
  for (const { visitorId, occurredAt } of taken) {
    expect(occurredAt).toBeGreaterThan(lastOf.get(visitorId) ?? -1);
    lastOf.set(visitorId, occurredAt);
  }
});

test("a full outbox is waited for; the same ids are sent again", async () => {
  const { taken, accept } = store();
  let refusals = 3;
  const sender = await serve((events, response) => {
    if (refusals-- > 0) {
      response.writeHead(429, { "retry-after": "0", "content-type": "application/problem+json" });
      response.end(JSON.stringify(new ProblemError("outbox_full").toDocument()));
    } else accept(events, response);
  });
  const report = await sendAll(sender, many.slice(0, 200));
  expect(report).toMatchObject({ sent: 200, accepted: 200, duplicates: 0, retries: 3 });
  expect(taken).toHaveLength(200);
});

test("an answer that is lost doubles nothing: the next try finds duplicates", async () => {
  const { taken, accept } = store();
  let losses = 1;
  const sender = await serve((events, response, request) => {
    if (losses-- > 0) {
      accept(events, { writeHead: () => ({ end: () => {} }) } as unknown as ServerResponse);
      request.socket.destroy();
    } else accept(events, response);
  });
  const events = Array.from({ length: 50 }, (_, index) => view(1, index));
  const report = await sendAll(sender, events);
  expect(report.sent).toBe(50);
  expect(report.accepted + report.duplicates).toBe(50);
  expect(report.duplicates).toBeGreaterThan(0);
  expect(taken.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
});

test("events that the edge names in a 422 are left out, the rest arrives in order", async () => {
  const { taken, accept } = store();
  const sender = await serve((events, response) => {
    const issues = events.flatMap(({ itemId }, index) =>
      itemId === "item-7" ? [{ path: `events.${index}.itemId`, message: "unknown" }] : [],
    );
    if (issues.length === 0) return accept(events, response);
    answerJson(response, 422, new ProblemError("unknown_items", { issues }).toDocument());
  });
  const events = Array.from({ length: 20 }, (_, index) => view(1, index));
  const report = await sendAll(sender, events);
  expect(report).toMatchObject({ sent: 20, accepted: 19, refused: { unknown_items: 1 } });
  expect(taken.map(({ occurredAt }) => occurredAt)).toEqual(
    events.map(({ occurredAt }) => occurredAt).filter((count) => count !== 7),
  );
});

test("a 422 that names nothing is searched by halves", async () => {
  const { taken, accept } = store();
  const sender = await serve((events, response) => {
    if (events.every(({ itemId }) => itemId !== "item-7")) return accept(events, response);
    answerJson(response, 422, new ProblemError("invalid_events").toDocument());
  });
  const events = Array.from({ length: 20 }, (_, index) => view(1, index));
  const report = await sendAll(sender, events);
  expect(report).toMatchObject({ sent: 20, accepted: 19, refused: { invalid_events: 1 } });
  expect(taken).toHaveLength(19);
});

test("a refused key stops the sender with the edge's own words", async () => {
  const sender = await serve((_, response) =>
    answerJson(response, 401, new ProblemError("invalid_api_key").toDocument()),
  );
  const failure = await sendAll(sender, many.slice(0, 100)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SendError);
  expect(failure).toMatchObject({ code: "edge_refused" });
  expect(String(failure)).toContain("invalid_api_key");
});
