import { toHex } from "../hex.ts";

const encoder = new TextEncoder();

/**
 * What lets somebody without an account look at one order: the token in the link, and its hash,
 * which the order's row keeps (`access_hash`). The token is made from the installation's secret, so
 * later letters can hold the same link.
 */
export async function orderAccess(options: {
  secret: string;
  shop: string;
  orderId: string;
}): Promise<{ token: string; hash: string }> {
  const { secret, shop, orderId } = options;
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = await crypto.subtle.sign("HMAC", key, encoder.encode(`order ${shop} ${orderId}`));
  const token = toHex(new Uint8Array(signed).subarray(0, 20));
  return { token, hash: await accessHashOf(token) };
}

/** SHA-256 of a token, as the order's row keeps it. */
export async function accessHashOf(token: string): Promise<string> {
  return toHex(await crypto.subtle.digest("SHA-256", encoder.encode(token)));
}

/** The pages of an order, with the token that opens them for everybody who has the link. */
export function orderPaths(number: string, token: string) {
  const query = `?${new URLSearchParams({ token })}`;
  const order = `/orders/${encodeURIComponent(number)}`;
  return {
    order: `${order}${query}`,
    invoice: `${order}/invoice${query}`,
    pay: `/checkout/pay/${encodeURIComponent(number)}${query}`,
  };
}
