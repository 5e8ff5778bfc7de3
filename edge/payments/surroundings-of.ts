import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { PaymentSurroundings } from "./surroundings.ts";

/** What work on payments needs, from a request. */
export function paymentSurroundingsOf(context: Context<AppEnv>): PaymentSurroundings {
  const { database, settings, shop } = context.var;
  return { database, settings, shop, origin: new URL(context.req.url).origin };
}
