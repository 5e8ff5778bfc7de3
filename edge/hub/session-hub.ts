import { DurableObject } from "cloudflare:workers";
import type { Announcement } from "@slipstream/contracts/announcements";
import { traitsSchema } from "@slipstream/contracts/assignment";
import { HUB_SHARDS } from "@slipstream/contracts/limits";
import type { HubStatus } from "@slipstream/contracts/ops-status";
import type { Env } from "../env.ts";
import { settingsOf } from "../env.ts";
import { spansOf } from "../tracing/spans.ts";
import { tellLater } from "../tracing/tell-later.ts";
import { type AcceptResult, acceptBatch, type IncomingEvent } from "./accept.ts";
import { DAY_MS, Influence } from "./influence.ts";
import { LiveRails } from "./live-rails.ts";
import { parseHubName } from "./name.ts";
import { Outbox } from "./outbox.ts";
import { PublishSpans } from "./publish-spans.ts";
import { Publisher } from "./publisher.ts";
import { PushTimes } from "./push-times.ts";
import { Sessions } from "./sessions.ts";
import { Sockets } from "./sockets.ts";
import { TRAITS_HEADER, VISITOR_HEADER } from "./visitor-header.ts";

/**
 * While events come, the alarm stands this far ahead, up to twice as far: it finds what a crash left
 * behind. Each shard has a time of its own: all alarms of a machine at once would stop it for a
 * while, as each writes to disk.
 */
const WATCH_MS = 10_000;
/** A hub that took an event this recently is busy. */
const BUSY_MS = 2_000;

/**
 * One shard of a shop's visitors, named `shop:shard`. It makes events durable before they are
 * acknowledged, publishes them to JetStream in order, and pushes rails to the visitors' pages.
 */
export class SessionHub extends DurableObject<Env> {
  readonly #shard: number;
  readonly #watchMs: number;
  readonly #outbox: Outbox;
  readonly #sessions: Sessions;
  readonly #influence: Influence;
  readonly #publishSpans: PublishSpans;
  readonly #publisher: Publisher;
  readonly #sockets: Sockets;
  readonly #pushTimes = new PushTimes();
  readonly #liveRails: LiveRails;
  #alarmAt = 0;
  #acceptedAt = 0;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const settings = settingsOf(env);
    const { shop, shard } = parseHubName(state.id.name);
    this.#shard = shard;
    this.#watchMs = WATCH_MS * (1 + shard / HUB_SHARDS);
    this.#outbox = new Outbox(state.storage.sql, {
      maxRows: settings.OUTBOX_MAX_ROWS,
      maxBytes: settings.OUTBOX_MAX_BYTES,
    });
    this.#sessions = new Sessions(state.storage.sql);
    this.#influence = new Influence(state.storage.sql, {
      perItem: settings.TAUGHT_PER_ITEM_PER_DAY,
      perVisitor: settings.TOLD_PER_VISITOR_PER_DAY,
    });
    this.#publishSpans = new PublishSpans(spansOf(settings));
    this.#publisher = new Publisher({
      outbox: this.#outbox,
      spans: this.#publishSpans,
      url: settings.NATS_WS_URL,
      prefix: `${shop}:${this.#outbox.epoch}`,
    });
    this.#sockets = new Sockets(state);
    this.#liveRails = new LiveRails({
      env,
      shop,
      sockets: this.#sockets,
      pushTimes: this.#pushTimes,
      sessionOf: (visitorId) => this.#sessions.current(visitorId, Date.now()),
      waitUntil: (work) => state.waitUntil(work),
    });
  }

  /**
   * Takes events into the outbox; what it answers is durable by the time that the caller sees it.
   * Publishing starts at once, without the caller waiting for it. `capped`: what visitors say of
   * themselves counts so often a day, and is ignored from then on.
   */
  async accept(events: IncomingEvent[], { capped }: { capped: boolean }): Promise<AcceptResult> {
    const nowMs = Date.now();
    const result = this.#outbox.transaction(this.ctx.storage, () =>
      acceptBatch({
        events,
        shard: this.#shard,
        outbox: this.#outbox,
        sessions: this.#sessions,
        influence: capped ? this.#influence : undefined,
        isLive: (visitorId) => this.#sockets.isLive(visitorId),
        traceparentOf: (event) => this.#publishSpans.begin(event, nowMs),
        nowMs,
      }),
    );
    if (result.outcome === "accepted" && result.accepted > 0) {
      for (const event of events) this.#liveRails.noteEvent(event, nowMs);
      this.ctx.waitUntil(this.#drain());
      this.#acceptedAt = nowMs;
      await this.#arm(nowMs + this.#watchMs);
    }
    return result;
  }

  /** Sessions that changed: their pages' rails are asked for anew, and pushed. */
  async announce(announcements: Announcement[]): Promise<void> {
    for (const announcement of announcements) {
      this.ctx.waitUntil(this.#liveRails.refresh(announcement.visitorId, announcement));
    }
  }

  /** Publishes what waits; true when nothing of these visitors does any more. */
  async settle(visitorIds: string[]): Promise<boolean> {
    if (this.#outbox.depth > 0) await this.#drain();
    const isSettled = !this.#outbox.holdsOf(visitorIds);
    if (isSettled) this.#influence.forget(visitorIds);
    return isSettled;
  }

  async status(within: { ms?: number } = {}): Promise<HubStatus> {
    const nowMs = Date.now();
    const { accepted, duplicates } = this.#outbox.counters;
    return {
      shard: this.#shard,
      outboxDepth: this.#outbox.depth,
      outboxOldestAgeSeconds: this.#outbox.oldestAgeSeconds(nowMs),
      sockets: this.#sockets.count,
      eventToRailMs: this.#pushTimes.recent(nowMs, within.ms),
      accepted,
      duplicatesDropped: duplicates,
      pushed: this.#pushTimes.pushed,
    };
  }

  /** The session that the visitor is in now. */
  async sessionOf(visitorId: string): Promise<string> {
    return this.#sessions.current(visitorId, Date.now());
  }

  /** The WebSocket upgrade of a page whose visitor the worker has checked. */
  override async fetch(request: Request): Promise<Response> {
    const visitorId = request.headers.get(VISITOR_HEADER);
    if (!visitorId) return new Response(null, { status: 401 });
    const traits = traitsSchema.parse(JSON.parse(request.headers.get(TRAITS_HEADER) ?? "null"));
    return this.#sockets.accept({ visitorId, traits, sessionId: await this.sessionOf(visitorId) });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const visitorId = this.#sockets.receive(socket, message);
    if (visitorId !== undefined && this.#liveRails.hasNews(visitorId, Date.now())) {
      await this.#liveRails.refresh(visitorId);
    }
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // A page that only half closed is closed for good; 1005 and 1006 may not be sent.
    if (socket.readyState !== WebSocket.CLOSED) socket.close(code === 1005 ? 1000 : 1001);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    socket.close(1011);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = 0;
    const nowMs = Date.now();
    if (this.#outbox.depth > 0) await this.#drain();
    this.#influence.prune(nowMs);
    // A busy hub tidies up in the transactions of its accepts.
    if (nowMs - this.#acceptedAt < BUSY_MS) return this.#arm(nowMs + this.#watchMs);
    this.#outbox.deleteAcknowledged();
    if (this.#outbox.depth > 0) return;
    this.#sessions.prune(nowMs);
    if (!this.#outbox.prune(nowMs)) return this.#arm(nowMs + this.#watchMs);
    if (this.#influence.holdsAny) await this.#arm(nowMs + DAY_MS);
  }

  /** Publishes; what a failure leaves behind is tried again by the alarm. */
  async #drain(): Promise<void> {
    await this.#publisher.drain();
    if (this.#publishSpans.hasEnded()) tellLater(this.env, (work) => this.ctx.waitUntil(work));
    if (this.#outbox.depth > 0) {
      await this.#arm(Math.max(this.#publisher.retryAt, Date.now() + 1));
    }
  }

  /** Sets the alarm unless one stands that is early enough. */
  async #arm(at: number): Promise<void> {
    if (this.#alarmAt > Date.now() - this.#watchMs && this.#alarmAt !== 0 && this.#alarmAt <= at)
      return;
    this.#alarmAt = at;
    await this.ctx.storage.setAlarm(at);
  }
}
