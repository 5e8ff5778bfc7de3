import { toHex } from "../../hex.ts";
import { WEBHOOK_TOLERANCE_SECONDS } from "../provider.ts";

/** Carries `t=<seconds>,v1=<hex HMAC-SHA-256 of "t.body">`. */
export const TEST_SIGNATURE_HEADER = "slipstream-test-signature";

const encoder = new TextEncoder();
const pattern = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** Signs a webhook of the test provider, at a time in epoch seconds. */
export async function signTestWebhook(options: {
  secret: string;
  body: string;
  atSeconds: number;
}): Promise<string> {
  const { body, atSeconds } = options;
  const key = await keyOf(options.secret, "sign");
  const signed = await crypto.subtle.sign("HMAC", key, encoder.encode(`${atSeconds}.${body}`));
  return `t=${atSeconds},v1=${toHex(signed)}`;
}

/** Whether a webhook is the test provider's, and not older (or further ahead) than it may be. */
export async function verifyTestWebhook(options: {
  secret: string;
  body: string;
  header: string | null;
}): Promise<boolean> {
  const [, seconds, hex] = pattern.exec(options.header ?? "") ?? [];
  if (seconds === undefined || hex === undefined) return false;
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > WEBHOOK_TOLERANCE_SECONDS) return false;
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const key = await keyOf(options.secret, "verify");
  return crypto.subtle.verify("HMAC", key, signature, encoder.encode(`${seconds}.${options.body}`));
}

/** A key of its own, made from the installation's secret. */
function keyOf(secret: string, use: "sign" | "verify"): Promise<CryptoKey> {
  const bytes = encoder.encode(`test provider ${secret}`);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [use]);
}
