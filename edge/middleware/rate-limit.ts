import { ProblemError } from "@slipstream/contracts/problems";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis/cloudflare";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";

/** While Redis does not answer within this, events pass. */
const TIMEOUT_MS = 100;

/** Those that are over their limit, remembered so that they do not ask Redis again. */
const blocked = new Map<string, number>();

/** Counts one request of a visitor. Throws `rate_limited`; lets it pass while Redis is away. */
export async function limitVisitor(settings: Settings, place: string): Promise<void> {
  const limiter = new Ratelimit({
    redis: new Redis({
      url: settings.UPSTASH_REDIS_REST_URL,
      token: settings.UPSTASH_REDIS_REST_TOKEN,
      retry: false,
      enableTelemetry: false,
    }),
    limiter: Ratelimit.slidingWindow(settings.EVENT_REQUESTS_PER_10_SECONDS, "10 s"),
    prefix: "limit:events",
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
