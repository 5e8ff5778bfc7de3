import type { Announcement } from "@slipstream/contracts/announcements";
import { isShownOnPage, placeOnPage } from "@slipstream/contracts/page-rails";
import type { HubMessage, Rail, RailSubscription } from "@slipstream/contracts/rail-socket";
import { Database } from "../database/database.ts";
import { type Env, type Settings, settingsOf } from "../env.ts";
import { log } from "../log.ts";
import { edgeMetrics } from "../metrics/definitions.ts";
import { observe } from "../metrics/tally.ts";
import { railsFor } from "../recommend/rail.ts";
import { tellLater } from "../tracing/tell-later.ts";
import type { IncomingEvent } from "./accept.ts";
import type { PushTimes } from "./push-times.ts";
import { PushTrace } from "./push-trace.ts";
import { type Following, type Sockets, send } from "./sockets.ts";

/** A page that begins to follow a rail this soon after an event gets what the event changed. */
const NEWS_MS = 30_000;
const MAX_NEWS = 10_000;
/** The database connection closes after this long without a rail. */
const DATABASE_IDLE_SECONDS = 20;
/** A rail that could not be had, or only a poorer one, is asked for again after so long. */
const RETRIES_MS = [200, 600, 1_800];

/** What a visitor's refresh does next: nothing, or once more for the latest announcement. */
interface Refreshing {
  again: boolean;
  latest: Announcement | undefined;
  /** Ends a pause: there is news. */
  wake: () => void;
}

/**
 * Rails of live pages. One refresh runs per visitor; what is announced meanwhile is answered by one
 * more, for the latest announcement.
 */
export class LiveRails {
  readonly #env: Env;
  readonly #shop: string;
  readonly #settings: Settings;
  readonly #database: Database;
  readonly #sockets: Sockets;
  readonly #pushTimes: PushTimes;
  readonly #sessionOf: (visitorId: string) => string;
  readonly #waitUntil: (work: Promise<unknown>) => void;
  readonly #refreshing = new Map<string, Refreshing>();
  /** When a visitor's last event that may change a rail was accepted. */
  readonly #news = new Map<string, number>();

  constructor(options: {
    env: Env;
    shop: string;
    sockets: Sockets;
    pushTimes: PushTimes;
    sessionOf: (visitorId: string) => string;
    waitUntil: (work: Promise<unknown>) => void;
  }) {
    this.#env = options.env;
    this.#shop = options.shop;
    this.#settings = settingsOf(options.env);
    this.#database = new Database(options.env, { idleTimeoutSeconds: DATABASE_IDLE_SECONDS });
    this.#sockets = options.sockets;
    this.#pushTimes = options.pushTimes;
    this.#sessionOf = options.sessionOf;
    this.#waitUntil = options.waitUntil;
  }

  /** Remembers that rails may have changed for a visitor who perhaps opens a page just now. */
  noteEvent(event: IncomingEvent, nowMs: number): void {
    if (event.type === "impression" || event.consent !== "granted") return;
    this.#news.delete(event.visitorId);
    this.#news.set(event.visitorId, nowMs);
    for (const oldest of this.#news.keys()) {
      if (this.#news.size <= MAX_NEWS) break;
      this.#news.delete(oldest);
    }
  }

  hasNews(visitorId: string, nowMs: number): boolean {
    return nowMs - (this.#news.get(visitorId) ?? 0) < NEWS_MS;
  }

  /** Asks for the rails that the visitor's pages follow, and pushes them. */
  async refresh(visitorId: string, announcement?: Announcement): Promise<void> {
    const running = this.#refreshing.get(visitorId);
    if (running) {
      running.again = true;
      running.latest = announcement ?? running.latest;
      running.wake();
      return;
    }
    const state: Refreshing = { again: true, latest: announcement, wake: () => {} };
    this.#refreshing.set(visitorId, state);
    try {
      let late: Following[] = [];
      for (let retries = 0; state.again || (late.length > 0 && retries < RETRIES_MS.length); ) {
        if (!state.again) await pause(state, RETRIES_MS[retries++]!);
        if (state.again) {
          retries = 0;
          late = this.#sockets.following(visitorId);
        }
        state.again = false;
        late = await this.#pushAll(visitorId, late, state.latest);
      }
    } catch (error) {
      log("error", "live rails were not refreshed", { shop: this.#shop, error });
    } finally {
      this.#refreshing.delete(visitorId);
    }
  }

  /** Answers those for which there was no rail worth pushing. */
  async #pushAll(
    visitorId: string,
    following: readonly Following[],
    announcement: Announcement | undefined,
  ): Promise<Following[]> {
    const late = await Promise.all(
      following.map((follow) => this.#pushPage(visitorId, follow, announcement)),
    );
    return late.filter(({ rails }) => rails.length > 0);
  }

  /** Asks for all rails of a page at once; answers what is left of it to be asked for again. */
  async #pushPage(
    visitorId: string,
    page: Following,
    announcement: Announcement | undefined,
  ): Promise<Following> {
    const trace = announcement && new PushTrace(this.#settings, announcement, Date.now());
    const traceparent = trace?.traceparent(Date.now());
    const made = await railsFor(
      {
        settings: this.#settings,
        database: this.#database,
        // A page speaks one language.
        language: page.rails[0]?.language,
        waitUntil: this.#waitUntil,
        traceparent,
      },
      {
        rails: page.rails.map((rail) => ({
          key: rail.key,
          request: this.#requestFor(visitorId, rail, announcement),
        })),
        traits: page.traits,
        deadlineMs: this.#settings.PUSH_DEADLINE_MS,
      },
    );
    trace?.answered(Date.now());
    // A page keeps the rail that it has rather than show one that knows nothing of this session.
    const worthPushing = made.filter(({ rail, fromModel }) => fromModel && !rail.degraded);
    // In the page's order: one that gives way is to be looked at beside what it gives way to.
    const pushed = worthPushing
      .map(({ rail }) => rail)
      .sort((a, b) => placeOnPage(a.placement) - placeOnPage(b.placement));
    const sent = pushed.filter((rail) => this.#push(rail, page.sockets, announcement));
    if (sent.length > 0) {
      const placements = sent.map(({ placement }) => placement).join(" ");
      const listed = trace?.pushed(placements, Date.now());
      if (listed) this.#waitUntil(listed);
    }
    return withoutPushed(page, pushed);
  }

  /** Answers whether any page was still there to take it. */
  #push(
    rail: Rail,
    sockets: readonly WebSocket[],
    announcement: Announcement | undefined,
  ): boolean {
    const message: HubMessage = { kind: "rail", rail };
    if (announcement) {
      message.cause = { eventId: announcement.eventId, receivedAt: announcement.receivedAt };
    }
    const text = JSON.stringify(message);
    const sent = sockets.filter((socket) => send(socket, text)).length;
    const nowMs = Date.now();
    if (sent > 0 && announcement) this.#notePush(nowMs - announcement.receivedAt, nowMs);
    return sent > 0;
  }

  #notePush(elapsedMs: number, nowMs: number): void {
    this.#pushTimes.add(nowMs, elapsedMs);
    observe(this.#shop, edgeMetrics.eventToRail, { value: elapsedMs / 1000 });
    tellLater(this.#env, this.#waitUntil);
  }

  #requestFor(
    visitorId: string,
    { key: _key, language: _language, ...query }: RailSubscription,
    announcement: Announcement | undefined,
  ) {
    return {
      ...query,
      shop: this.#shop,
      visitorId,
      sessionId: announcement?.sessionId ?? this.#sessionOf(visitorId),
      ...(announcement ? { learnSequence: announcement.learnSequence } : {}),
    };
  }
}

/** What of a page was not pushed; it goes round what was. */
function withoutPushed(page: Following, pushed: readonly Rail[]): Following {
  const keys = new Set(pushed.map(({ key }) => key));
  const followed = new Map(page.rails.map((rail) => [rail.key, rail]));
  const isShown = ({ key, anchor }: Rail) =>
    isShownOnPage(followed.get(key)!, { anchored: anchor !== undefined });
  const shown = pushed.filter(isShown).flatMap(({ cards }) => cards.map(({ itemId }) => itemId));
  const rails = page.rails
    .filter(({ key }) => !keys.has(key))
    .map((rail) => ({ ...rail, exclude: [...(rail.exclude ?? []), ...shown] }));
  return { ...page, rails };
}

/** Waits, unless there is news before. */
function pause(state: Refreshing, ms: number): Promise<void> {
  return new Promise((resolve) => {
    state.wake = resolve;
    setTimeout(resolve, ms);
  });
}
