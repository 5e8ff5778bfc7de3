import { type ActionOn, type Reach, type Resource, reachOf } from "@slipstream/contracts/access";
import { ProblemError } from "@slipstream/contracts/problems";
import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Principal } from "../auth/principal.ts";
import { hasSessionEnded, isSessionLive, principalOf } from "../auth/principal-of.ts";

/** What whoever has ended a session elsewhere must find closed to it at once. */
const closedAtOnce: ReadonlySet<Resource> = new Set(["account", "order"]);

/**
 * Spread into `createRoute`: the route asks the table of `contracts/access.ts` before its handler
 * runs, and says so in the API's description. The handler finds `principal` and `reach` in its
 * context; where the reach is `own`, it must look at whose the thing is, and answer for a foreign
 * one as if it did not exist. A server with an API key may do what its scopes name, in the whole
 * shop. Throws `sign_in_required`, `session_expired`, `forbidden`, `invalid_api_key`,
 * `missing_scope`, `rate_limited`.
 */
export function guarded<R extends Resource>(resource: R, action: ActionOn<R>) {
  const middleware: MiddlewareHandler<AppEnv> = async (context, next) => {
    const principal = await principalOf(context);
    const scope = `${resource}:${action}`;
    const reach =
      principal.scopes === undefined
        ? reachOf(principal.roles, resource, action)
        : keyReach(principal.scopes, scope);
    if (reach === undefined) throw await refusal(context, principal);
    if (closedAtOnce.has(resource) && !(await isSessionLive(context, principal))) {
      throw new ProblemError("session_expired");
    }
    context.set("principal", principal);
    context.set("reach", reach);
    await next();
  };
  return { middleware, "x-access": `${resource}:${action}` };
}

function keyReach(scopes: readonly string[], scope: string): Reach {
  if (!scopes.includes(scope)) {
    throw new ProblemError("missing_scope", { detail: `it needs ${scope}` });
  }
  return "all";
}

async function refusal(context: Context<AppEnv>, principal: Principal): Promise<ProblemError> {
  if (principal.userId !== undefined) return new ProblemError("forbidden");
  const ended = await hasSessionEnded(context);
  return new ProblemError(ended ? "session_expired" : "sign_in_required");
}
