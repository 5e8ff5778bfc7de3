import { ACCESS_COOKIE, MEMBER_COOKIE, REFRESH_COOKIE } from "@slipstream/contracts/cookies";
import { parse, serialize } from "hono/utils/cookie";
import { ACCESS_SECONDS } from "./access-token.ts";
import { REFRESH_SECONDS } from "./sessions.ts";

interface AuthCookies {
  access: string | undefined;
  refresh: string | undefined;
}

/** The tokens that a request brings, unchecked. */
export function readAuthCookies(request: Request): AuthCookies {
  const header = request.headers.get("cookie");
  if (header === null) return { access: undefined, refresh: undefined };
  const cookies = parse(header);
  return {
    access: cookies[nameOf(request, ACCESS_COOKIE)],
    refresh: cookies[nameOf(request, REFRESH_COOKIE)],
  };
}

/** The `Set-Cookie` lines that sign somebody in. */
export function authCookies(
  request: Request,
  tokens: { access: string; refresh: string },
): string[] {
  return [
    secret(request, ACCESS_COOKIE, tokens.access, ACCESS_SECONDS),
    secret(request, REFRESH_COOKIE, tokens.refresh, REFRESH_SECONDS),
    memberCookie(request, "1", REFRESH_SECONDS),
  ];
}

/** The `Set-Cookie` lines that sign somebody out. */
export function clearedAuthCookies(request: Request): string[] {
  return [
    secret(request, ACCESS_COOKIE, "", 0),
    secret(request, REFRESH_COOKIE, "", 0),
    memberCookie(request, "", 0),
  ];
}

function secret(request: Request, name: string, value: string, maxAge: number): string {
  const secure = isSecure(request);
  return serialize(nameOf(request, name), value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge,
  });
}

function memberCookie(request: Request, value: string, maxAge: number): string {
  return serialize(MEMBER_COOKIE, value, {
    path: "/",
    sameSite: "Lax",
    secure: isSecure(request),
    maxAge,
  });
}

/** `__Host-` ties a cookie to this very host; browsers allow it on secure connections only. */
function nameOf(request: Request, name: string): string {
  return isSecure(request) ? `__Host-${name}` : name;
}

function isSecure(request: Request): boolean {
  return request.url.startsWith("https:");
}
