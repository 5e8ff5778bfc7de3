import type { HubMessage, Rail, RailSubscription } from "@slipstream/contracts/rail-socket";
import { currentLanguage } from "../language/current.ts";
import { seenItems } from "../tracking/seen.ts";
import { hiddenItems } from "./hidden.ts";
import type { LiveEffect, LiveEvent, LiveMode, RailCause } from "./protocol.ts";
import { liveStep, offState } from "./protocol.ts";

/** Told of the event that changed the rail, where it was pushed because of one. */
type Listener = (rail: Rail, cause?: RailCause) => void;

interface Followed {
  subscription: RailSubscription;
  listener: Listener;
  /** Counts deliveries, so that a slow answer never overwrites a newer push. */
  version: number;
}

/**
 * The rails of this tab: asks for them once by HTTP, then keeps them current over one socket, or by
 * polling where sockets fail. What a page shows is asked for together, so that no rail of it repeats
 * another. Without consent it only asks, with what the page has in memory.
 */
class RailFeed {
  #state = offState;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #announced = false;
  readonly #asked = new Set<string>();
  readonly #followed = new Map<string, Followed>();
  readonly #modeListeners = new Set<() => void>();

  get mode(): LiveMode {
    return this.#state.mode;
  }

  readonly onMode = (listener: () => void): (() => void) => {
    this.#modeListeners.add(listener);
    return () => this.#modeListeners.delete(listener);
  };

  /** The shopper agreed (or took it back): open or close the socket. */
  setLive(live: boolean): void {
    this.#dispatch({ type: live ? "start" : "stop" });
  }

  /** Follows a rail until the returned function is called. */
  follow(subscription: RailSubscription, listener: Listener): () => void {
    const followed: Followed = { subscription, listener, version: 0 };
    this.#followed.set(subscription.key, followed);
    this.#announce();
    return () => {
      if (this.#followed.get(subscription.key) === followed) {
        this.#followed.delete(subscription.key);
        this.#announce();
      }
    };
  }

  /** Asks for a followed rail by HTTP, with all that are asked for at this moment. */
  ask(key: string): void {
    this.#asked.add(key);
    if (this.#asked.size > 1) return;
    queueMicrotask(() => {
      const keys = [...this.#asked];
      this.#asked.clear();
      void this.#askAll(keys);
    });
  }

  /** Asks for a rail once, without following it. */
  async once(subscription: RailSubscription): Promise<Rail | undefined> {
    const [rail] = await fetchRails([subscription]);
    return rail;
  }

  /** A rail of which something newer came meanwhile is not delivered. */
  async #askAll(keys: readonly string[]): Promise<void> {
    const asked = keys.flatMap((key) => {
      const followed = this.#followed.get(key);
      return followed ? [{ key, followed, version: followed.version }] : [];
    });
    if (asked.length === 0) return;
    const rails = await fetchRails(asked.map(({ followed }) => followed.subscription));
    for (const { key, followed, version } of asked) {
      const rail = rails.find((each) => each.key === key);
      const isCurrent = this.#followed.get(key) === followed && followed.version === version;
      if (rail && isCurrent) followed.listener(rail);
    }
  }

  /** Rails come and go together with a page: one message for all of them. */
  #announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    queueMicrotask(() => {
      this.#announced = false;
      const language = currentLanguage();
      const rails = [...this.#followed.values()].map(({ subscription }) => ({
        ...subscription,
        language,
      }));
      this.#dispatch({ type: "follow", rails });
    });
  }

  #dispatch(event: LiveEvent): void {
    const { mode } = this.#state;
    const { state, effects } = liveStep(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (this.#state.mode !== mode) for (const listener of this.#modeListeners) listener();
  }

  #perform(effect: LiveEffect): void {
    switch (effect.do) {
      case "open":
        this.#open();
        break;
      case "close":
        clearTimeout(this.#timer);
        this.#leave();
        break;
      case "send":
        this.#socket?.send(JSON.stringify(effect.message));
        break;
      case "ping":
        this.#socket?.send("ping");
        break;
      case "poll":
        if (document.visibilityState !== "visible") break;
        for (const { key } of effect.rails) this.ask(key);
        break;
      case "wait":
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#dispatch({ type: "timer" }), effect.delayMs);
        break;
      case "deliver":
        this.#deliver(effect.rail, effect.cause);
        break;
    }
  }

  /** What a left socket still says is nobody's business. */
  #leave(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #deliver(rail: Rail, cause: RailCause): void {
    const followed = this.#followed.get(rail.key);
    if (!followed) return;
    followed.version++;
    followed.listener(rail, cause);
  }

  #open(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`);
    this.#socket = socket;
    const current = (event: LiveEvent) => {
      if (this.#socket === socket) this.#dispatch(event);
    };
    socket.addEventListener("open", () => current({ type: "opened" }));
    socket.addEventListener("message", ({ data }) => {
      const message = parseMessage(data);
      if (data === "pong") current({ type: "pong" });
      else if (message) current({ type: "message", message });
    });
    // An error is always followed by a close.
    socket.addEventListener("close", () => current({ type: "closed" }));
  }
}

function parseMessage(data: unknown): HubMessage | undefined {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === "object" && value !== null && "kind" in value
      ? (value as HubMessage)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The rails as they are now; none without a network: they stay as they are. */
async function fetchRails(rails: readonly RailSubscription[]): Promise<Rail[]> {
  try {
    const response = await post("/page", { rails, exclude: hiddenItems() });
    if (response.ok) return ((await response.json()) as { rails: Rail[] }).rails;
    // While two releases share the traffic, the older one knows no pages.
    return response.status === 404 ? (await Promise.all(rails.map(fetchRail))).flat() : [];
  } catch {
    return [];
  }
}

async function fetchRail({ key, exclude = [], ...query }: RailSubscription): Promise<Rail[]> {
  const response = await post("", { ...query, exclude: [...hiddenItems(), ...exclude] });
  return response.ok ? [{ ...((await response.json()) as Rail), key }] : [];
}

function post(path: string, body: object): Promise<Response> {
  return fetch(`/api/recommendations${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": currentLanguage() },
    body: JSON.stringify({ ...body, context: seenItems() }),
  });
}

/** The feed of this tab. Only effects and event handlers may call it, never a render. */
export const railFeed = new RailFeed();
