import { CONSENT_COOKIE } from "@slipstream/contracts/cookies";
import { ProblemError } from "@slipstream/contracts/problems";
import type { ConsentState } from "@slipstream/contracts/shop-api";
import { parse, serialize } from "hono/utils/cookie";
import { uuidv7 } from "uuidv7";
import type { Settings } from "../env.ts";
import {
  COOKIE_MAX_AGE_SECONDS,
  signVisitor,
  verifyVisitor,
  visitorCookieName,
} from "./visitor-cookie.ts";

/** Who asks, as far as they agreed to be known. */
export interface Visitor {
  consent: ConsentState["choice"];
  /** Present with a cookie of ours, whatever the consent. */
  visitorId: string | undefined;
  /** There was a cookie, and it was not ours. */
  forged: boolean;
}

/** Reads who asks from the request's cookies. */
export async function readVisitor(
  request: Request,
  settings: Settings,
  shop: string,
): Promise<Visitor> {
  const header = request.headers.get("cookie");
  if (!header) return { consent: "unknown", visitorId: undefined, forged: false };
  const cookies = parse(header);
  const choice = cookies[CONSENT_COOKIE];
  const consent = choice === "granted" || choice === "denied" ? choice : "unknown";
  const value = cookies[visitorCookieName(isSecure(request))];
  if (value === undefined) return { consent, visitorId: undefined, forged: false };
  const visitorId = await verifyVisitor({ secret: settings.COOKIE_SECRET, shop, value });
  return { consent, visitorId, forged: visitorId === undefined };
}

/** The id of a visitor who agreed to be followed; undefined for one who did not. */
export function followedVisitor(visitor: Visitor): string | undefined {
  return visitor.consent === "granted" ? visitor.visitorId : undefined;
}

/** Throws `forged_visitor` for a cookie that is not ours. */
export function refuseForged(visitor: Visitor): void {
  if (visitor.forged) {
    throw new ProblemError("forged_visitor", { detail: "clear this site's cookies and try again" });
  }
}

/** A new visitor's id and the `Set-Cookie` that makes it known. */
export async function newVisitor(
  request: Request,
  settings: Settings,
  shop: string,
): Promise<{ visitorId: string; cookie: string }> {
  const visitorId = uuidv7();
  return { visitorId, cookie: await cookieOfVisitor(request, settings, shop, visitorId) };
}

/** The `Set-Cookie` by which the browser is that visitor from now on. */
export async function cookieOfVisitor(
  request: Request,
  settings: Settings,
  shop: string,
  visitorId: string,
): Promise<string> {
  const value = await signVisitor({ secret: settings.COOKIE_SECRET, shop, visitorId });
  return visitorCookie(request, value, COOKIE_MAX_AGE_SECONDS);
}

/** The `Set-Cookie` that takes the visitor's id away. */
export function clearedVisitor(request: Request): string {
  return visitorCookie(request, "", 0);
}

/** The `Set-Cookie` of the visitor's answer; the page reads it, so it is not HttpOnly. */
export function consentCookie(request: Request, choice: "granted" | "denied"): string {
  return serialize(CONSENT_COOKIE, choice, {
    path: "/",
    sameSite: "Lax",
    secure: isSecure(request),
    maxAge: COOKIE_MAX_AGE_SECONDS,
  });
}

function visitorCookie(request: Request, value: string, maxAge: number): string {
  const secure = isSecure(request);
  const name = visitorCookieName(secure);
  return serialize(name, value, { path: "/", httpOnly: true, sameSite: "Lax", secure, maxAge });
}

function isSecure(request: Request): boolean {
  return request.url.startsWith("https:");
}
