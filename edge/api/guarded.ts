import { type ActionOn, type Resource, reachOf } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { principalOf } from "../auth/principal-of.ts";

/**
 * Spread into `createRoute`: the route asks the table of `contracts/access.ts` before its handler
 * runs, and says so in the API's description. The handler finds `principal` and `reach` in its
 * context; where the reach is `own`, it must look at whose the thing is, and answer for a foreign
 * one as if it did not exist. Throws `sign_in_required`, `forbidden`.
 */
export function guarded<R extends Resource>(resource: R, action: ActionOn<R>) {
  const middleware: MiddlewareHandler<AppEnv> = async (context, next) => {
    const principal = await principalOf(context);
    const reach = reachOf(principal.roles, resource, action);
    if (reach === undefined) {
      throw new ProblemError(principal.userId === undefined ? "sign_in_required" : "forbidden");
    }
    context.set("principal", principal);
    context.set("reach", reach);
    await next();
  };
  return { middleware, "x-access": `${resource}:${action}` };
}
