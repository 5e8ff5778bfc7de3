import { SIGNATURE_TOLERANCE_MS } from "./announcements.ts";

const encoder = new TextEncoder();

/** The key of the last secret: an import costs as much as a signature. */
type HmacKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
let last: { secret: string; key: HmacKey } | undefined;

async function hmacKey(secret: string): Promise<HmacKey> {
  if (last?.secret === secret) return last.key;
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign", "verify"],
  );
  last = { secret, key };
  return key;
}

/** Signs a body for a call between our own parts. Web Crypto only: runs in Node and workerd. */
export async function signBody(options: {
  secret: string;
  body: string;
  nowMs: number;
}): Promise<string> {
  const key = await hmacKey(options.secret);
  const payload = encoder.encode(`${options.nowMs}.${options.body}`);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, payload));
  return `t=${options.nowMs},v1=${Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** True when `signature` is ours for this body and fresh. Comparison takes constant time. */
export async function verifyBody(options: {
  secret: string;
  body: string;
  signature: string | undefined;
  nowMs: number;
}): Promise<boolean> {
  const match = /^t=(\d{1,16}),v1=([0-9a-f]{64})$/.exec(options.signature ?? "");
  if (!match) return false;
  const signedAtMs = Number(match[1]);
  if (Math.abs(options.nowMs - signedAtMs) > SIGNATURE_TOLERANCE_MS) return false;
  const key = await hmacKey(options.secret);
  const mac = Uint8Array.from(match[2]!.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify("HMAC", key, mac, encoder.encode(`${signedAtMs}.${options.body}`));
}
