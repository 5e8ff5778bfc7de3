import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../app-env.ts";
import { schemaProblem } from "../middleware/problem.ts";

/**
 * The routes of one area of the API. Chain `.openapi(route, handler)` on it: the chain's type is
 * what the typed client knows. A request that does not fit its schema is `invalid_request`.
 */
export function area(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw schemaProblem("invalid_request", result.error);
    },
  });
}
