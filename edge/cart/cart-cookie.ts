import { CART_COOKIE } from "@slipstream/contracts/cookies";
import { parse, serialize } from "hono/utils/cookie";
import { sha256Hex } from "../digest.ts";
import { toHex } from "../hex.ts";
import { COOKIE_MAX_AGE_SECONDS } from "../middleware/visitor-cookie.ts";

const TOKEN_BYTES = 24;
const tokenPattern = /^[0-9a-f]{48}$/;
/** Tokens of requests that came without one. */
const given = new WeakMap<Request, string>();

/**
 * The token of the browser's cart. The cookie is strictly necessary, so it needs nobody's consent;
 * nothing but the cart is kept under it.
 */
export function readCartToken(request: Request): string | undefined {
  const fresh = given.get(request);
  if (fresh !== undefined) return fresh;
  const header = request.headers.get("cookie");
  if (!header) return undefined;
  const token = parse(header)[cookieName(request)];
  return token !== undefined && tokenPattern.test(token) ? token : undefined;
}

/** Lets the request go on as if its browser had a cart already: whatever it does belongs to it. */
export function giveCartToken(request: Request): void {
  given.set(request, newCartToken());
}

/** Whether the browser has yet to be told of its cart. */
export function hasFreshCart(request: Request): boolean {
  return given.has(request);
}

export function newCartToken(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/** The `Set-Cookie` that makes the browser keep a cart. */
export function cartCookie(request: Request, token: string): string {
  return setCookie(request, token, COOKIE_MAX_AGE_SECONDS);
}

/** The `Set-Cookie` that makes the browser forget its cart. */
export function clearedCart(request: Request): string {
  return setCookie(request, "", 0);
}

function setCookie(request: Request, value: string, maxAge: number): string {
  return serialize(cookieName(request), value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: request.url.startsWith("https:"),
    maxAge,
  });
}

/**
 * The id of a token's cart: a hash, so that whoever reads the database cannot take anybody's cart
 * over.
 */
export async function cartIdOf(shop: string, token: string): Promise<string> {
  const hex = await sha256Hex(`cart\u0000${shop}\u0000${token}`);
  // Marked as a UUID of version 8: one's own.
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}

function cookieName(request: Request): string {
  return request.url.startsWith("https:") ? `__Host-${CART_COOKIE}` : CART_COOKIE;
}
