import { DurableObject } from "cloudflare:workers";
import { jetstream } from "@nats-io/jetstream";
import { wsconnect } from "@nats-io/nats-core";
import { SIGNATURE_HEADER } from "@slipstream/contracts/announcements";
import { shardOf } from "@slipstream/contracts/partition";
import { verifyBody } from "@slipstream/contracts/signature";

/*
 * The loop's hops with nothing in them: what an event and its rail would take if every part
 * answered at once. Browser → worker → Durable Object → SQLite → JetStream → consumer → signed HTTP
 * → worker → Durable Object → HTTP → WebSocket.
 */

const hubOf = (env, visitorId) => env.HUB.getByName(String(shardOf(visitorId)));

async function announce(request, env) {
  const body = await request.text();
  const ours = await verifyBody({
    secret: env.SECRET,
    body,
    signature: request.headers.get(SIGNATURE_HEADER) ?? undefined,
    nowMs: Date.now(),
  });
  if (!ours) return new Response(null, { status: 401 });
  const byVisitor = Object.groupBy(JSON.parse(body), ({ visitorId }) => visitorId);
  await Promise.all(
    Object.entries(byVisitor).map(([visitorId, events]) =>
      hubOf(env, visitorId).push(visitorId, events.at(-1).id),
    ),
  );
  return new Response(null, { status: 204 });
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/events") {
      const event = await request.json();
      await hubOf(env, event.visitorId).accept(event);
      return new Response(null, { status: 202 });
    }
    if (pathname === "/socket") return hubOf(env, searchParams.get("visitor")).fetch(request);
    if (pathname === "/announcements") return announce(request, env);
    return new Response(null, { status: 404 });
  },
};

export class Hub extends DurableObject {
  #client;
  #draining;
  /** The last row that JetStream has. */
  #stored = 0;

  constructor(context, env) {
    super(context, env);
    context.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, payload TEXT)",
    );
  }

  fetch(request) {
    const visitorId = new URL(request.url).searchParams.get("visitor");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [visitorId]);
    return new Response(null, { status: 101, webSocket: client });
  }

  accept(event) {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      // With the insert, not after each acknowledgement: a commit is an fsync, the dearest hop.
      sql.exec("DELETE FROM outbox WHERE number <= ?", this.#stored);
      sql.exec("INSERT INTO outbox (id, payload) VALUES (?, ?)", event.id, JSON.stringify(event));
    });
    this.ctx.waitUntil(this.#drain());
  }

  push(visitorId, eventId) {
    this.ctx.waitUntil(this.#ask(visitorId, eventId));
  }

  async #ask(visitorId, eventId) {
    const answer = await fetch(this.env.ANSWER_URL, { method: "POST", body: "{}" });
    await answer.arrayBuffer();
    const text = JSON.stringify({ kind: "rail", cause: { eventId } });
    for (const socket of this.ctx.getWebSockets(visitorId)) socket.send(text);
  }

  #drain() {
    this.#draining ??= this.#publish().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #publish() {
    const { sql } = this.ctx.storage;
    this.#client ??= jetstream(await wsconnect({ servers: this.env.NATS_WS_URL }));
    for (;;) {
      const rows = sql
        .exec(
          "SELECT number, id, payload FROM outbox WHERE number > ? ORDER BY number",
          this.#stored,
        )
        .toArray();
      if (rows.length === 0) return;
      await Promise.all(
        rows.map(({ id, payload }) => this.#client.publish("hops.event", payload, { msgID: id })),
      );
      this.#stored = rows.at(-1).number;
    }
  }
}
