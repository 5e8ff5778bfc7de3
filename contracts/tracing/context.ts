/** A place in a trace (W3C Trace Context, level 1): the span that what follows belongs under. */
export interface TraceContext {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /** Every part keeps its spans of this trace. */
  sampled: boolean;
}

/** The header that carries a context, over HTTP and on NATS messages. */
export const TRACEPARENT = "traceparent";
const pattern = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED = 1;

/** The context in a `traceparent`; undefined for none, or one that is not valid. */
export function parseTraceparent(value: string | null | undefined): TraceContext | undefined {
  const match = value ? pattern.exec(value) : null;
  if (!match || /^0+$/.test(match[1]!) || /^0+$/.test(match[2]!)) return undefined;
  const sampled = (Number.parseInt(match[3]!, 16) & SAMPLED) !== 0;
  return { traceId: match[1]!, spanId: match[2]!, sampled };
}

export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`;
}

/** Nobody waits for a rail any more that comes so late: a backlog, or a replay of what is long past. */
const GIVEN_UP_MS = 5 * 60_000;

/** Whether what an event led to came so late that its trace is kept, sampled or not. */
export function isSlow(of: { receivedAt: number; nowMs: number; slowMs: number }): boolean {
  const elapsedMs = of.nowMs - of.receivedAt;
  return elapsedMs > of.slowMs && elapsedMs < GIVEN_UP_MS;
}

/** A span id of its own. It has to differ, not to be a secret. */
export function newSpanId(): string {
  return hexWord() + hexWord();
}

/**
 * The trace of an event that nobody named one for. An event's id is a UUID, 128 bits as a trace id:
 * so parts that find out late that an event was slow agree on its trace without having carried it.
 */
export function traceIdOfEvent(eventId: string): string {
  return eventId.replaceAll("-", "").toLowerCase();
}

/** 32 random bits, of which the first is 1: an id of zeros would be none. */
function hexWord(): string {
  return Math.floor((1 + Math.random()) * 2 ** 31).toString(16);
}
