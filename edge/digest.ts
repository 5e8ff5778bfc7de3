import { toHex } from "./hex.ts";

const encoder = new TextEncoder();

/** SHA-256 of bytes, or of a text in UTF-8: lower-case hex. */
export async function sha256Hex(data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? encoder.encode(data) : data;
  return toHex(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}

/** HMAC-SHA256 of a text under a secret. */
export async function hmacSha256(secret: string, text: string): Promise<Uint8Array> {
  const key = await keyOf(secret, "sign");
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

/** Whether `mac` is that of a text under a secret; compares in constant time. */
export async function isHmacSha256(
  secret: string,
  text: string,
  mac: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await keyOf(secret, "verify");
  return crypto.subtle.verify("HMAC", key, mac, encoder.encode(text));
}

function keyOf(secret: string, use: "sign" | "verify"): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, [use]);
}
