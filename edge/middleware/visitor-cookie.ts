import { VISITOR_COOKIE } from "@slipstream/contracts/cookies";
import { visitorIdSchema } from "@slipstream/contracts/identifiers";
import { toHex } from "../hex.ts";

/** 400 days: the longest that browsers keep a cookie. */
export const COOKIE_MAX_AGE_SECONDS = 400 * 24 * 3600;

const encoder = new TextEncoder();
const keysBySecret = new Map<string, CryptoKey>();
/** Values that were found to be ours: a page's many requests check its cookie once. */
const verified = new Map<string, string>();
const MAX_VERIFIED = 10_000;

async function keyOf(secret: string): Promise<CryptoKey> {
  const known = keysBySecret.get(secret);
  if (known) return known;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = encoder.encode(secret);
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]);
  keysBySecret.set(secret, key);
  return key;
}

/** Signed for one shop, so that the cookie of one is worth nothing at another. */
function signedBytes(shop: string, visitorId: string) {
  return encoder.encode(`visitor\u0000${shop}\u0000${visitorId}`);
}

/** The cookie's value: `<visitor id>.<hex HMAC-SHA256>`. */
export async function signVisitor(options: {
  secret: string;
  shop: string;
  visitorId: string;
}): Promise<string> {
  const key = await keyOf(options.secret);
  const bytes = signedBytes(options.shop, options.visitorId);
  return `${options.visitorId}.${toHex(await crypto.subtle.sign("HMAC", key, bytes))}`;
}

/** The visitor that a cookie's value names; undefined when we did not sign it. Constant time. */
export async function verifyVisitor(options: {
  secret: string;
  shop: string;
  value: string;
}): Promise<string | undefined> {
  const place = `${options.secret}\u0000${options.shop}\u0000${options.value}`;
  const known = verified.get(place);
  if (known !== undefined) return known;
  const match = /^([^.]+)\.([0-9a-f]{64})$/.exec(options.value);
  if (!match || !visitorIdSchema.safeParse(match[1]).success) return undefined;
  const visitorId = match[1]!;
  const mac = Uint8Array.from(match[2]!.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  const key = await keyOf(options.secret);
  const ours = await crypto.subtle.verify("HMAC", key, mac, signedBytes(options.shop, visitorId));
  if (!ours) return undefined;
  if (verified.size >= MAX_VERIFIED) verified.clear();
  verified.set(place, visitorId);
  return visitorId;
}

/** `__Host-` ties the cookie to this very host; browsers allow it on secure connections only. */
export function visitorCookieName(secure: boolean): string {
  return secure ? `__Host-${VISITOR_COOKIE}` : VISITOR_COOKIE;
}
