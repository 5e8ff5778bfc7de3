import { ProblemError } from "@slipstream/contracts/problems";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Settings } from "../env.ts";
import { allowedOrigins } from "../settings/allowed-origins.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const PREFLIGHT_SECONDS = "600";

/** True for a call from the page's own host, from one on the list, or from no browser at all. */
export function isOriginAllowed(request: Request, settings: Settings): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return request.headers.get("sec-fetch-site") !== "cross-site";
  return origin === new URL(request.url).origin || settings.ALLOWED_ORIGINS.has(origin);
}

/**
 * Keeps other sites' pages from writing with our visitors' cookies, and lets those on the lists of
 * the installation and of the shop call us (CORS). Calls with an API key bring no cookie's
 * authority and pass.
 */
export const checkOrigin: MiddlewareHandler<AppEnv> = async (context, next) => {
  const { settings } = context.var;
  const request = context.req.raw;
  const origin = request.headers.get("origin");
  const listed = origin !== null && (await isListed(context, origin));
  const keyed = request.headers.has("authorization");
  if (request.method === "OPTIONS" && origin !== null) {
    return new Response(null, { status: 204, headers: listed ? corsHeaders(origin) : {} });
  }
  const allowed = listed || isOriginAllowed(request, settings);
  if (!allowed && !keyed && !safeMethods.has(request.method)) {
    throw new ProblemError("origin_not_allowed");
  }
  await next();
  if (listed) {
    for (const [name, value] of Object.entries(corsHeaders(origin))) {
      context.res.headers.set(name, value);
    }
  }
};

async function isListed(context: Context<AppEnv>, origin: string): Promise<boolean> {
  const { settings, database, shop } = context.var;
  if (origin === new URL(context.req.url).origin) return false;
  if (settings.ALLOWED_ORIGINS.has(origin)) return true;
  return (await allowedOrigins(database, shop.id)).has(origin);
}

function corsHeaders(origin: string): Record<string, string> {
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "content-type, authorization, idempotency-key, traceparent",
    "access-control-expose-headers": "retry-after",
    "access-control-max-age": PREFLIGHT_SECONDS,
    vary: "Origin",
  };
}
