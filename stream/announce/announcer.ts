import {
  ANNOUNCE_PATH,
  type Announcement,
  MAX_ANNOUNCEMENTS,
  SIGNATURE_HEADER,
} from "@slipstream/contracts/announcements";
import { signBody } from "@slipstream/contracts/signature";

/** How long announcements wait for company. */
const BATCH_MS = 1;
/** Sessions that may wait to be announced; beyond it the oldest are let go: rails also poll. */
const MAX_WAITING = 5_000;
const TIMEOUT_MS = 2_000;

export interface AnnouncerFigures {
  sent: number;
  failed: number;
  dropped: number;
}

/** Tells the edge, in batches, which sessions changed. Never holds up the processor. */
export class Announcer {
  readonly figures: AnnouncerFigures = { sent: 0, failed: 0, dropped: 0 };
  readonly #url: string;
  readonly #secret: string;
  readonly #waiting = new Map<string, Announcement>();
  readonly #inFlight = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { edgeUrl: string; secret: string }) {
    this.#url = new URL(ANNOUNCE_PATH, options.edgeUrl).href;
    this.#secret = options.secret;
  }

  /** A later announcement of the same session takes the earlier one's place. */
  push(announcement: Announcement): void {
    const name = `${announcement.shop}/${announcement.sessionId}`;
    this.#waiting.delete(name);
    this.#waiting.set(name, announcement);
    if (this.#waiting.size > MAX_WAITING) {
      const [oldest] = this.#waiting.keys();
      this.#waiting.delete(oldest!);
      this.figures.dropped++;
    }
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  /** Sends what waits and waits for the answers. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await Promise.all(this.#inFlight);
  }

  #flush(): void {
    this.#timer = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (let from = 0; from < all.length; from += MAX_ANNOUNCEMENTS) {
      const sending = this.#send(all.slice(from, from + MAX_ANNOUNCEMENTS));
      this.#inFlight.add(sending);
      void sending.finally(() => this.#inFlight.delete(sending));
    }
  }

  async #send(announcements: Announcement[]): Promise<void> {
    const body = JSON.stringify({ announcements });
    try {
      const signature = await signBody({ secret: this.#secret, body, nowMs: Date.now() });
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signature },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      this.figures[response.ok ? "sent" : "failed"] += announcements.length;
    } catch {
      // The edge is away: pages fall back to polling. The figure tells ops.
      this.figures.failed += announcements.length;
    }
  }
}
