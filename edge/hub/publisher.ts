import { type JetStreamClient, jetstream } from "@nats-io/jetstream";
import { headers, type MsgHdrs, type NatsConnection, wsconnect } from "@nats-io/nats-core";
import { natsAddress } from "@slipstream/contracts/nats-address";
import { log } from "../log.ts";
import { openNatsSocket } from "./nats-socket.ts";
import type { Outbox, OutboxRow } from "./outbox.ts";
import type { PublishSpans } from "./publish-spans.ts";

/** Messages that go out before the first acknowledgement is awaited. */
const PUBLISH_BATCH = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const ACK_TIMEOUT_MS = 5_000;
/** An idle connection holds the object in memory: it closes after this. */
const LINGER_MS = 30_000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** JetStream did not take a batch whole; what it took has left the outbox. */
export class PublishError extends Error {
  override readonly name = "PublishError";
  readonly code = "publish_failed";
}

interface Link {
  connection: NatsConnection;
  client: JetStreamClient;
}

/**
 * Empties an outbox into JetStream, oldest first, one batch in flight, so that what is stored is
 * stored in order. Each row's message id is stable: a batch that is sent again after a lost
 * acknowledgement is stored once. After a failure it rests, longer each time, up to five seconds.
 */
export class Publisher {
  readonly #outbox: Outbox;
  readonly #url: string;
  readonly #prefix: string;
  readonly #spans: PublishSpans;
  #link: Link | undefined;
  #running: Promise<void> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #usedAt = 0;
  #failures = 0;
  #retryAt = 0;

  /** `prefix` scopes the message ids: unique to the shard among all that write to the stream. */
  constructor(options: { outbox: Outbox; url: string; prefix: string; spans: PublishSpans }) {
    this.#outbox = options.outbox;
    this.#url = options.url;
    this.#prefix = options.prefix;
    this.#spans = options.spans;
  }

  /** When the next try is due after a failure (epoch ms); 0 when all is well. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /**
   * Publishes until the outbox is empty or a try fails, which is logged; calls while it runs join
   * it. Never rejects: `retryAt` tells when to try again.
   */
  drain(): Promise<void> {
    this.#running ??= this.#drainOnce()
      .finally(() => {
        this.#running = undefined;
      })
      .then(() => {
        // What was accepted while the last round was ending belongs to nobody else.
        if (this.#outbox.depth > 0 && Date.now() >= this.#retryAt) return this.drain();
      });
    return this.#running;
  }

  async #drainOnce(): Promise<void> {
    if (Date.now() < this.#retryAt) return;
    try {
      for (;;) {
        const rows = this.#outbox.next(PUBLISH_BATCH);
        if (rows.length === 0) break;
        await this.#publish(rows);
      }
      this.#failures = 0;
      this.#retryAt = 0;
      this.#closeLater();
    } catch (error) {
      this.#drop();
      const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
      this.#failures++;
      this.#retryAt = Date.now() + wait;
      log("warn", "events wait in the outbox", {
        hub: this.#prefix,
        depth: this.#outbox.depth,
        retryInMs: wait,
        error,
      });
    }
  }

  async #publish(rows: readonly OutboxRow[]): Promise<void> {
    const { client } = this.#link ?? (await this.#connect());
    const acks = await Promise.allSettled(
      rows.map((row) =>
        client.publish(row.subject, row.payload, {
          msgID: `${this.#prefix}:${row.number}:${row.id}`,
          timeout: ACK_TIMEOUT_MS,
          ...(row.traceparent === null ? {} : { headers: traceHeaders(row.traceparent) }),
        }),
      ),
    );
    const stored = rows.filter((_, index) => acks[index]?.status === "fulfilled");
    if (stored.length > 0) this.#outbox.acknowledge(stored);
    for (const { traceparent } of stored) if (traceparent) this.#spans.end(traceparent);
    const refused = acks.find((ack) => ack.status === "rejected");
    if (refused) {
      throw new PublishError(`${rows.length - stored.length} events were not taken`, {
        cause: refused.reason,
      });
    }
  }

  async #connect(): Promise<Link> {
    const address = natsAddress(this.#url);
    const [url = this.#url] = address.servers;
    const socket = await openNatsSocket(url, CONNECT_TIMEOUT_MS);
    const connection = await wsconnect({
      ...address,
      reconnect: false,
      timeout: CONNECT_TIMEOUT_MS,
      // Each request would write down its stack, for errors that hardly ever come.
      noAsyncTraces: true,
      wsFactory: async () => {
        socket.accept();
        return { socket, encrypted: url.startsWith("wss:") };
      },
    });
    const link = { connection, client: jetstream(connection) };
    this.#link = link;
    void connection.closed().then(() => {
      if (this.#link === link) this.#link = undefined;
    });
    return link;
  }

  /** One timer stands, however often it is used meanwhile: setting one costs as much as a row. */
  #closeLater(): void {
    this.#usedAt = Date.now();
    this.#linger ??= setTimeout(() => this.#closeIfIdle(), LINGER_MS);
  }

  #closeIfIdle(): void {
    this.#linger = undefined;
    if (this.#running) return;
    const leftMs = this.#usedAt + LINGER_MS - Date.now();
    if (leftMs > 0) this.#linger = setTimeout(() => this.#closeIfIdle(), leftMs);
    else this.#drop();
  }

  #drop(): void {
    const link = this.#link;
    this.#link = undefined;
    void link?.connection.close().catch(() => {});
  }
}

/** W3C trace context, where consumers of the stream look for it. */
function traceHeaders(traceparent: string): MsgHdrs {
  const found = headers();
  found.set("traceparent", traceparent);
  return found;
}
