import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "../app-env.ts";
import type { Env } from "../env.ts";
import { tellLater } from "../tracing/tell-later.ts";
import { edgeMetrics } from "./definitions.ts";
import { observe } from "./tally.ts";

/** A request that was answered, or whose answer has begun to stream. */
interface Answered {
  env: Env;
  shop: string;
  method: string;
  /** The template of its route: few, whatever is asked for. */
  route: string;
  status: number;
  startedAt: number;
  waitUntil: (work: Promise<unknown>) => void;
}

/** Times the API's requests into `http_server_request_duration_seconds` of their shop. */
export const countRequests: MiddlewareHandler<AppEnv> = async (context, next) => {
  const startedAt = Date.now();
  await next();
  const { shop } = context.var;
  // Whoever asks for a shop that there is none of is nobody's business.
  if (shop === undefined) return;
  note({
    env: context.env,
    shop: shop.id,
    method: context.req.method,
    route: routePath(context, -1),
    status: context.res.status,
    startedAt,
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  });
};

/** Times a page: all pages are one route. */
export function countPage(of: {
  env: Env;
  shop: { id: string };
  waitUntil: (work: Promise<unknown>) => void;
  startedAt: number;
  request: Request;
  response: Response;
}): void {
  const { env, waitUntil, startedAt, request, response } = of;
  const { status } = response;
  note({
    env,
    waitUntil,
    startedAt,
    status,
    shop: of.shop.id,
    method: request.method,
    route: "/*",
  });
}

function note({ env, shop, method, route, status, startedAt, waitUntil }: Answered): void {
  observe(shop, edgeMetrics.httpDuration, {
    labels: {
      http_request_method: method,
      http_route: route,
      http_response_status_code: String(status),
    },
    value: (Date.now() - startedAt) / 1000,
  });
  tellLater(env, waitUntil);
}
