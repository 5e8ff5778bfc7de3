import type { BrowserEvent } from "@slipstream/contracts/events";
import type { ConsentState } from "@slipstream/contracts/shop-api";
import { newEventId } from "./event-id.ts";
import { EventStore } from "./event-store.ts";
import type { SendOutcome } from "./queue.ts";
import { emptyQueue, enqueue, outcomeOf, settle, takeBatch, unsent } from "./queue.ts";
import { sendConsent } from "./send-consent.ts";

const EVENTS_URL = "/api/events";
/** How long small things are collected into one request. */
const GATHER_MS = 250;
/** What changes a rail is told at once. */
const AT_ONCE: ReadonlySet<string> = new Set(["view", "hide", "unhide"]);

export type Observation = Omit<BrowserEvent, "id" | "occurredAt">;

/**
 * Tells the shop what happens on the page: gathers, sends, retries, and keeps what is unsent over
 * a reload. Says and stores nothing unless the shopper agreed.
 */
class Tracker {
  #queue = emptyQueue;
  #store: EventStore | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;
  /** Names the trace that a request belongs to, on a page that follows its own events. */
  traceOf: ((events: readonly BrowserEvent[]) => string) | undefined;

  /** Starts when the choice is `granted`; stops, and forgets what is unsent, when it is not. */
  setConsent(choice: ConsentState["choice"]): void {
    if (choice === "granted") {
      if (this.#store) return;
      this.#store = new EventStore(newEventId());
      addEventListener("pagehide", this.#onPageHide);
      addEventListener("online", this.#onOnline);
      this.#add(this.#store.adopt(), GATHER_MS);
    } else {
      (this.#store ?? new EventStore("")).forget();
      this.#store = undefined;
      this.#queue = emptyQueue;
      removeEventListener("pagehide", this.#onPageHide);
      removeEventListener("online", this.#onOnline);
    }
  }

  /** Answers the event's id, where it will be told at all. */
  record(observation: Observation): string | undefined {
    if (!this.#store) return undefined;
    const event = { ...observation, id: newEventId(), occurredAt: Date.now() } as BrowserEvent;
    this.#add([event], AT_ONCE.has(event.type) ? 0 : GATHER_MS);
    return event.id;
  }

  #add(events: readonly BrowserEvent[], withinMs: number): void {
    if (events.length === 0) return;
    this.#queue = enqueue(this.#queue, events);
    this.#store?.save(unsent(this.#queue));
    if (withinMs === 0) void this.#send();
    else this.#schedule(withinMs);
  }

  #schedule(delayMs: number): void {
    const due = Date.now() + delayMs;
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, delayMs);
  }

  async #send(): Promise<void> {
    const taken = takeBatch(this.#queue, Date.now());
    this.#queue = taken.queue;
    if (taken.batch.length === 0) return this.#again();
    const outcome = await post(taken.batch, this.traceOf?.(taken.batch));
    if (!this.#store) return;
    this.#queue = settle(this.#queue, outcome, Date.now());
    this.#store.save(unsent(this.#queue));
    this.#again();
  }

  #again(): void {
    if (this.#queue.waiting.length === 0 || this.#queue.inFlight.length > 0) return;
    this.#schedule(Math.max(0, this.#queue.notBefore - Date.now()));
  }

  /** The last word of a page: a beacon outlives it. What it cannot carry stays stored. */
  readonly #onPageHide = (): void => {
    const { batch } = takeBatch({ ...this.#queue, notBefore: 0 }, Date.now());
    if (batch.length === 0) return;
    const body = new Blob([JSON.stringify({ events: batch })], { type: "application/json" });
    navigator.sendBeacon(EVENTS_URL, body);
  };

  readonly #onOnline = (): void => {
    this.#queue = { ...this.#queue, notBefore: 0 };
    void this.#send();
  };
}

async function post(
  events: readonly BrowserEvent[],
  traceparent: string | undefined,
): Promise<SendOutcome> {
  try {
    const response = await fetch(EVENTS_URL, {
      method: "POST",
      keepalive: true,
      headers: { "content-type": "application/json", ...(traceparent && { traceparent }) },
      body: JSON.stringify({ events }),
    });
    // Agreed, but the cookie that tells who is gone: ask for a new one, then send again.
    if (response.status === 401) await sendConsent("granted");
    return outcomeOf(response.status, response.headers.get("retry-after"));
  } catch {
    return { kind: "later" };
  }
}

/** The tracker of this tab. Only effects and event handlers may call it, never a render. */
export const tracker = new Tracker();
