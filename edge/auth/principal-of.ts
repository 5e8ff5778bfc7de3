import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { followedVisitor, readVisitor } from "../middleware/visitor.ts";
import type { Principal } from "./principal.ts";

/** Who makes this request; looked up once a request. */
export async function principalOf(context: Context<AppEnv>): Promise<Principal> {
  const { settings, shop } = context.var;
  const visitor = await readVisitor(context.req.raw, settings, shop.id);
  return {
    userId: undefined,
    sessionId: undefined,
    roles: [],
    visitorId: followedVisitor(visitor),
  };
}
