import type { Announcement } from "@slipstream/contracts/announcements";
import {
  formatTraceparent,
  isSlow,
  newSpanId,
  parseTraceparent,
  traceIdOfEvent,
} from "@slipstream/contracts/tracing/context";
import {
  MAX_LISTED_TRACES,
  TRACE_TTL_SECONDS,
  traceKeys,
} from "@slipstream/contracts/tracing/kept-traces";
import type { Span } from "@slipstream/contracts/tracing/span";
import type { Settings } from "../env.ts";
import { spansOf, tracesRedis } from "../tracing/spans.ts";

/** From an announcement to a pushed rail: kept when it is sampled, or in the end was slow. */
export class PushTrace {
  readonly #settings: Settings;
  readonly #announcement: Announcement;
  readonly #traceId: string;
  readonly #parentSpanId: string | undefined;
  readonly #sampled: boolean;
  readonly #spanId = newSpanId();
  readonly #recommendId = newSpanId();
  readonly #startedAt: number;
  #answeredAt: number | undefined;

  constructor(settings: Settings, announcement: Announcement, nowMs: number) {
    const parent = parseTraceparent(announcement.traceparent);
    this.#settings = settings;
    this.#announcement = announcement;
    this.#startedAt = nowMs;
    this.#traceId = parent?.traceId ?? traceIdOfEvent(announcement.eventId);
    this.#parentSpanId = parent?.spanId;
    this.#sampled = parent?.sampled ?? false;
  }

  /** For the model server. By now it may be known that this one is slow. */
  traceparent(nowMs: number): string {
    const sampled = this.#sampled || this.#isSlow(nowMs);
    return formatTraceparent({ traceId: this.#traceId, spanId: this.#recommendId, sampled });
  }

  /** The rails are made. */
  answered(nowMs: number): void {
    this.#answeredAt = nowMs;
  }

  /** The rails are on their way to the page; `placement` names them. */
  pushed(placement: string, nowMs: number): Promise<void> | undefined {
    if (!this.#sampled && !this.#isSlow(nowMs)) return undefined;
    const spans = spansOf(this.#settings);
    if (!spans.admits(this.#traceId, nowMs)) return undefined;
    spans.add(...this.#spans(placement, nowMs));
    return this.#list(nowMs);
  }

  #isSlow(nowMs: number): boolean {
    const { receivedAt } = this.#announcement;
    return isSlow({ receivedAt, nowMs, slowMs: this.#settings.TRACE_SLOW_MS });
  }

  #spans(placement: string, nowMs: number): Span[] {
    const { shop, receivedAt } = this.#announcement;
    const common = { traceId: this.#traceId, shop, service: "edge" as const };
    const answeredAt = this.#answeredAt ?? nowMs;
    // Where nobody kept the way until here, it is at least seen how long it was.
    const whole: Span = {
      ...common,
      spanId: newSpanId(),
      kind: "internal",
      name: "event to rail",
      startMs: receivedAt,
      endMs: nowMs,
    };
    const own: Span = {
      ...common,
      spanId: this.#spanId,
      parentSpanId: this.#parentSpanId ?? whole.spanId,
      kind: "server",
      name: "refresh rail",
      startMs: this.#startedAt,
      endMs: nowMs,
      attributes: { "slipstream.placement": placement },
    };
    const inside = { ...common, parentSpanId: this.#spanId };
    return [
      ...(this.#parentSpanId ? [] : [whole]),
      own,
      {
        ...inside,
        spanId: this.#recommendId,
        kind: "client",
        name: "recommend",
        startMs: this.#startedAt,
        endMs: answeredAt,
      },
      {
        ...inside,
        spanId: newSpanId(),
        kind: "producer",
        name: "push",
        startMs: answeredAt,
        endMs: nowMs,
      },
    ];
  }

  /** Among the hour's slowest. */
  async #list(nowMs: number): Promise<void> {
    const { shop, receivedAt } = this.#announcement;
    const key = traceKeys.listed(shop, nowMs);
    await tracesRedis(this.#settings)
      .pipeline()
      .zadd(key, { gt: true }, { score: nowMs - receivedAt, member: this.#traceId })
      .zremrangebyrank(key, 0, -MAX_LISTED_TRACES - 1)
      .expire(key, TRACE_TTL_SECONDS)
      .exec()
      .catch(() => {});
  }
}
