import { ProblemError } from "@slipstream/contracts/problems";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis/cloudflare";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";

/** While Redis does not answer within this, events pass. */
const TIMEOUT_MS = 100;

const WINDOW_MS = 10_000;
/** Below this share of the limit a visitor costs no way to Redis, in one isolate. */
const FREE_SHARE = 0.25;
const MAX_COUNTED = 10_000;

/** Those that are over their limit, remembered so that they do not ask Redis again. */
const blocked = new Map<string, number>();
/** Requests in the present window of this isolate. */
const counted = new Map<string, { since: number; requests: number }>();

interface Limit {
  /** What is counted, and whose; `prefix` keeps kinds of requests apart. */
  prefix: string;
  place: string;
  requestsPerWindow: number;
}

/** Counts one request with events. Throws `rate_limited`. */
export function limitVisitor(settings: Settings, place: string): Promise<void> {
  const requestsPerWindow = settings.EVENT_REQUESTS_PER_10_SECONDS;
  return limit(settings, { prefix: "limit:events", place, requestsPerWindow });
}

/** Counts one choice about consent, by address: who chooses needs no cookie. Throws `rate_limited`. */
export function limitAddress(settings: Settings, request: Request): Promise<void> {
  const place = request.headers.get("cf-connecting-ip") ?? "unknown";
  const requestsPerWindow = settings.CONSENT_REQUESTS_PER_10_SECONDS;
  return limit(settings, { prefix: "limit:consent", place, requestsPerWindow });
}

/**
 * Counts one request. The first quarter of the limit is counted in this isolate alone: shoppers
 * never get further, and their events do not wait for Redis. Lets everything pass while Redis is
 * away.
 */
async function limit(settings: Settings, { prefix, place, requestsPerWindow }: Limit) {
  if (countHere(`${prefix}:${place}`) <= requestsPerWindow * FREE_SHARE) return;
  const limiter = new Ratelimit({
    redis: new Redis({
      url: settings.UPSTASH_REDIS_REST_URL,
      token: settings.UPSTASH_REDIS_REST_TOKEN,
      retry: false,
      enableTelemetry: false,
    }),
    limiter: Ratelimit.slidingWindow(requestsPerWindow, "10 s"),
    prefix,
    timeout: TIMEOUT_MS,
    ephemeralCache: blocked,
    analytics: false,
  });
  const answer = await limiter.limit(place).catch((error: unknown) => {
    log("warn", "the rate limiter does not answer; the request passes", { error });
    return undefined;
  });
  if (answer && !answer.success) {
    const retryAfterSeconds = Math.max(1, Math.ceil((answer.reset - Date.now()) / 1000));
    throw new ProblemError("rate_limited", { retryAfterSeconds });
  }
}

function countHere(place: string): number {
  const nowMs = Date.now();
  const known = counted.get(place);
  if (known && nowMs - known.since < WINDOW_MS) return ++known.requests;
  if (counted.size >= MAX_COUNTED) counted.clear();
  counted.set(place, { since: nowMs, requests: 1 });
  return 1;
}
