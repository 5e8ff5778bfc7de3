import { hmacSha256, isHmacSha256 } from "../digest.ts";
import { toHex } from "../hex.ts";

/** What the link of a letter may do: a link of one kind is worth nothing for another. */
export type LinkPurpose = "confirm" | "stop";

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
  return toHex(await hmacSha256(options.secret, signedText(options)));
}

/** Compares in constant time. */
export async function isLinkToken(
  options: { secret: string; shop: string; noticeId: string; purpose: LinkPurpose },
  token: string,
): Promise<boolean> {
  const mac = Uint8Array.from(token.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return isHmacSha256(options.secret, signedText(options), mac);
}

function signedText(options: { shop: string; noticeId: string; purpose: LinkPurpose }): string {
  return ["notice", options.shop, options.noticeId, options.purpose].join("\u0000");
}
