import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";

/** Who asks on a `guarded` route that is for members only. Throws `sign_in_required`. */
export function memberOf(context: Context<AppEnv>): {
  shop: string;
  userId: string;
  visitorId: string | undefined;
} {
  const { principal, shop } = context.var;
  const { userId, visitorId } = principal;
  if (userId === undefined) throw new ProblemError("sign_in_required");
  return { shop: shop.id, userId, visitorId };
}
