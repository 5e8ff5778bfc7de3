import { toHex } from "../hex.ts";

/** What the link of a letter may do: a link of one kind is worth nothing for another. */
export type LinkPurpose = "confirm" | "stop";

const encoder = new TextEncoder();

/**
 * Proves that a link was in a letter of ours: lower-case hex HMAC-SHA256. Nothing has to be kept for
 * it, and it lasts as long as the notice.
 */
export async function linkToken(options: {
  secret: string;
  shop: string;
  noticeId: string;
  purpose: LinkPurpose;
}): Promise<string> {
  const key = await hmacKey(options.secret);
  return toHex(await crypto.subtle.sign("HMAC", key, signedBytes(options)));
}

/** Compares in constant time. */
export async function isLinkToken(
  options: { secret: string; shop: string; noticeId: string; purpose: LinkPurpose },
  token: string,
): Promise<boolean> {
  const mac = Uint8Array.from(token.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify("HMAC", await hmacKey(options.secret), mac, signedBytes(options));
}

function hmacKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, [
    "sign",
    "verify",
  ]);
}

function signedBytes(options: { shop: string; noticeId: string; purpose: LinkPurpose }) {
  return encoder.encode(["notice", options.shop, options.noticeId, options.purpose].join("\u0000"));
}
