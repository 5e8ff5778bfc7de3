import {
  ANNOUNCE_PATH,
  type Announcement,
  MAX_ANNOUNCEMENTS,
  SIGNATURE_HEADER,
} from "@slipstream/contracts/announcements";
import { signBody } from "@slipstream/contracts/signature";
import type { Tracing } from "../tracing/tracing.ts";
import type { StageTimes } from "../turns/stage-times.ts";
import { postJson } from "./post.ts";

/** Requests at a time; announcements made meanwhile go together in the next one. */
const MAX_IN_FLIGHT = 4;
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
  readonly #url: URL;
  readonly #secret: string;
  readonly #stages: StageTimes;
  readonly #tracing: Tracing | undefined;
  readonly #waiting = new Map<string, Announcement>();
  readonly #inFlight = new Set<Promise<void>>();
  #flushing: NodeJS.Immediate | undefined;

  constructor(options: {
    edgeUrl: string;
    secret: string;
    stages: StageTimes;
    tracing?: Tracing;
  }) {
    this.#stages = options.stages;
    this.#tracing = options.tracing;
    this.#url = new URL(ANNOUNCE_PATH, options.edgeUrl);
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
    // All of a turn goes together; nothing waits for company that may not come.
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  /** Sends what waits and waits for the answers. */
  async stop(): Promise<void> {
    clearImmediate(this.#flushing);
    while (this.#waiting.size > 0 || this.#inFlight.size > 0) {
      this.#flush();
      await Promise.race(this.#inFlight);
    }
  }

  #flush(): void {
    this.#flushing = undefined;
    while (this.#waiting.size > 0 && this.#inFlight.size < MAX_IN_FLIGHT) {
      const part = [...this.#waiting].slice(0, MAX_ANNOUNCEMENTS);
      for (const [name] of part) this.#waiting.delete(name);
      const sending = this.#send(part.map(([, announcement]) => announcement));
      this.#inFlight.add(sending);
      void sending.finally(() => {
        this.#inFlight.delete(sending);
        this.#flush();
      });
    }
  }

  async #send(announcements: Announcement[]): Promise<void> {
    const startedAtMs = performance.now();
    const body = JSON.stringify({ announcements });
    try {
      const signature = await signBody({ secret: this.#secret, body, nowMs: Date.now() });
      const status = await postJson({
        url: this.#url,
        headers: { [SIGNATURE_HEADER]: signature },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      this.#stages.end("announce", startedAtMs);
      for (const { traceparent, shop } of announcements) {
        if (traceparent) this.#tracing?.noteAnnouncement({ traceparent, shop, startedAtMs });
      }
      this.figures[status >= 200 && status < 300 ? "sent" : "failed"] += announcements.length;
    } catch {
      // The edge is away: pages fall back to polling. The figure tells ops.
      this.figures.failed += announcements.length;
    }
  }
}
