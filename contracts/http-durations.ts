import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { Histogram, type Registry } from "prom-client";
import { httpServerDuration } from "./metric.ts";

/** Times every request into `http_server_request_duration_seconds`. */
export function httpDurations(register: Registry): MiddlewareHandler {
  const { name, help, labels, buckets } = httpServerDuration;
  const histogram = new Histogram({
    ...{ name, help, labelNames: [...labels], buckets: [...buckets] },
    registers: [register],
  });
  return async (context, next) => {
    const startedAtMs = performance.now();
    await next();
    const of = {
      http_request_method: context.req.method,
      http_route: routePath(context, -1),
      http_response_status_code: String(context.res.status),
    };
    histogram.observe(of, (performance.now() - startedAtMs) / 1000);
  };
}
