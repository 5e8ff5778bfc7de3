import { hmacSha256, sha256Hex } from "../digest.ts";
import { toHex } from "../hex.ts";

const TOKEN_BYTES = 20;

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
  const signed = await hmacSha256(secret, `order ${shop} ${orderId}`);
  const token = toHex(signed.subarray(0, TOKEN_BYTES));
  return { token, hash: await accessHashOf(token) };
}

/** SHA-256 of a token, as the order's row keeps it. */
export function accessHashOf(token: string): Promise<string> {
  return sha256Hex(token);
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
