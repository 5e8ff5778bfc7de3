import { ProblemError } from "@slipstream/contracts/problems";
import { type Duration, Ratelimit } from "@upstash/ratelimit";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { openRedis } from "../redis.ts";
import { networkOf } from "./network-of.ts";

/** Redis has so long to answer. */
const TIMEOUT_MS = 100;
/** Below this share of the limit a visitor costs no way to Redis, in one isolate. */
const FREE_SHARE = 0.25;
const MAX_COUNTED = 10_000;
/** Tries that one address has for the one that an account has: many people share an address. */
const ADDRESS_FACTOR = 10;
const RESETS_PER_HOUR = 5;
const PICTURES_PER_10_SECONDS = 30;

/** Those that are over their limit, remembered so that they do not ask Redis again. */
const blocked = new Map<string, number>();
/** Requests in the present window of this isolate. */
const counted = new Map<string, { since: number; requests: number }>();

interface Limit {
  /** What is counted, and whose; `prefix` keeps kinds of requests apart. */
  prefix: string;
  place: string;
  requests: number;
  window: Duration;
  windowMs: number;
  /** Each request asks Redis; and while Redis is away, this isolate counts by itself. */
  strict?: boolean;
}

const tenSeconds = { window: "10 s", windowMs: 10_000 } as const;
const tenMinutes = { window: "10 m", windowMs: 600_000, strict: true } as const;
const oneHour = { window: "1 h", windowMs: 3_600_000, strict: true } as const;

/**
 * Counts one request with events, by its visitor and by where it comes from: one address can have
 * any number of visitors. Throws `rate_limited`.
 */
export async function limitEvents(
  settings: Settings,
  request: Request,
  place: string,
): Promise<void> {
  await Promise.all([
    limit(settings, {
      prefix: "limit:events",
      place,
      requests: settings.EVENT_REQUESTS_PER_10_SECONDS,
      ...tenSeconds,
    }),
    limit(settings, {
      prefix: "limit:events:address",
      place: addressOf(request),
      requests: settings.EVENT_REQUESTS_PER_ADDRESS_PER_10_SECONDS,
      ...tenSeconds,
    }),
  ]);
}

/** Counts one change of a cart, which teaches the shop too, by address. Throws `rate_limited`. */
export function limitCart(settings: Settings, request: Request): Promise<void> {
  const requests = settings.CART_CHANGES_PER_ADDRESS_PER_10_MINUTES;
  const place = addressOf(request);
  const window = { window: "10 m", windowMs: 600_000 } as const;
  return limit(settings, { prefix: "limit:cart", place, requests, ...window });
}

/** Counts one choice about consent, by address: who chooses needs no cookie. Throws `rate_limited`. */
export function limitAddress(settings: Settings, request: Request): Promise<void> {
  const requests = settings.CONSENT_REQUESTS_PER_10_SECONDS;
  const place = addressOf(request);
  return limit(settings, { prefix: "limit:consent", place, requests, ...tenSeconds });
}

/** Counts one page that tells of its web vitals, by address. Throws `rate_limited`. */
export function limitVitals(settings: Settings, request: Request): Promise<void> {
  const requests = settings.EVENT_REQUESTS_PER_10_SECONDS;
  const place = addressOf(request);
  return limit(settings, { prefix: "limit:vitals", place, requests, ...tenSeconds });
}

/** Counts one request of the page that shows the loop, by address. Throws `rate_limited`. */
export function limitLivePage(settings: Settings, request: Request): Promise<void> {
  const requests = settings.LIVE_REQUESTS_PER_10_SECONDS;
  const place = addressOf(request);
  return limit(settings, { prefix: "limit:live", place, requests, ...tenSeconds });
}

/** Counts one picture that is drawn anew for a link, by address. Throws `rate_limited`. */
export function limitLinkPictures(settings: Settings, request: Request): Promise<void> {
  const requests = PICTURES_PER_10_SECONDS;
  const place = addressOf(request);
  return limit(settings, {
    prefix: "limit:picture",
    place,
    requests,
    ...tenSeconds,
    strict: true,
  });
}

/** Counts one use of an API key that has a limit. Throws `rate_limited`. */
export function limitApiKey(settings: Settings, id: string, perSecond: number): Promise<void> {
  const window = { window: "1 s", windowMs: 1_000, strict: true } as const;
  return limit(settings, { prefix: "limit:key", place: id, requests: perSecond, ...window });
}

/**
 * Counts one try to prove who one is: by the account (an address, or a user's id), and by where it
 * comes from. Throws `rate_limited`.
 */
export async function limitSignIn(
  settings: Settings,
  request: Request,
  account: string,
): Promise<void> {
  const tries = settings.SIGN_IN_TRIES_PER_10_MINUTES;
  await limit(settings, {
    prefix: "limit:sign-in:address",
    place: addressOf(request),
    requests: tries * ADDRESS_FACTOR,
    ...tenMinutes,
  });
  const place = account.toLowerCase();
  await limit(settings, { prefix: "limit:sign-in", place, requests: tries, ...tenMinutes });
}

/** Counts one new account, by where it comes from. Throws `rate_limited`. */
export function limitSignUp(settings: Settings, request: Request): Promise<void> {
  const requests = settings.SIGN_UPS_PER_HOUR;
  return limit(settings, {
    prefix: "limit:sign-up",
    place: addressOf(request),
    requests,
    ...oneHour,
  });
}

/** Counts one letter with a link for a new password. Throws `rate_limited`. */
export async function limitReset(
  settings: Settings,
  request: Request,
  account: string,
): Promise<void> {
  await limit(settings, {
    prefix: "limit:reset:address",
    place: addressOf(request),
    requests: RESETS_PER_HOUR * ADDRESS_FACTOR,
    ...oneHour,
  });
  const place = account.toLowerCase();
  await limit(settings, { prefix: "limit:reset", place, requests: RESETS_PER_HOUR, ...oneHour });
}

/** The address; of IPv6 its network, as everybody has 2^64 addresses in theirs. */
function addressOf(request: Request): string {
  return networkOf(request.headers.get("cf-connecting-ip") ?? "unknown");
}

/**
 * Counts one request. Where it is not strict, the first quarter of the limit is counted in this
 * isolate alone: shoppers never get further, and their events do not wait for Redis; and while
 * Redis is away everything passes.
 */
async function limit(settings: Settings, options: Limit): Promise<void> {
  const { prefix, place, requests, windowMs, strict = false } = options;
  const here = countHere(`${prefix}:${place}`, windowMs);
  if (!strict && here <= requests * FREE_SHARE) return;
  const resetAt = await askRedis(settings, options).catch((error: unknown) => {
    log("warn", "the rate limiter does not answer", { error });
    return strict && here > requests ? Date.now() + windowMs : undefined;
  });
  if (resetAt === undefined) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((resetAt - Date.now()) / 1000));
  throw new ProblemError("rate_limited", { retryAfterSeconds });
}

/** When requests pass again; undefined where this one does. Throws where Redis does not answer. */
async function askRedis(settings: Settings, options: Limit): Promise<number | undefined> {
  const limiter = new Ratelimit({
    redis: openRedis(settings),
    limiter: Ratelimit.slidingWindow(options.requests, options.window),
    prefix: options.prefix,
    timeout: TIMEOUT_MS,
    ephemeralCache: blocked,
    analytics: false,
  });
  const answer = await limiter.limit(options.place);
  if (answer.reason === "timeout") throw new Error(`no answer within ${TIMEOUT_MS} ms`);
  return answer.success ? undefined : answer.reset;
}

function countHere(place: string, windowMs: number): number {
  const nowMs = Date.now();
  const known = counted.get(place);
  if (known && nowMs - known.since < windowMs) return ++known.requests;
  if (counted.size >= MAX_COUNTED) counted.clear();
  counted.set(place, { since: nowMs, requests: 1 });
  return 1;
}
