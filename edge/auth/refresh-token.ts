import { hmacSha256, sha256Hex } from "../digest.ts";

const TOKEN_BYTES = 32;
const pattern = /^[A-Za-z0-9_-]{43}$/;

/** A session's first refresh token: 256 random bits. */
export function newRefreshToken(): string {
  return toText(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/**
 * The token that takes this one's place. It follows from this one under a secret of ours: two tabs
 * that refresh at once, or one that asks again as the answer was lost, get the same.
 */
export async function successorOf(secret: string, token: string): Promise<string> {
  return toText(await hmacSha256(`refresh token ${secret}`, token));
}

/** What the database keeps of a token of ours: lower-case hex SHA-256. */
export function hashToken(token: string): Promise<string> {
  return sha256Hex(token);
}

/** Whether it looks like a token of ours at all. */
export function isToken(text: string): boolean {
  return pattern.test(text);
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
