import { ProblemError } from "@slipstream/contracts/problems";
import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { traitsOf } from "../experiments/traits.ts";
import { hubOf } from "../hub/name.ts";
import { TRAITS_HEADER, VISITOR_HEADER } from "../hub/visitor-header.ts";
import { isOriginAllowed } from "../middleware/origin.ts";
import { readVisitor, refuseForged } from "../middleware/visitor.ts";

/** `GET /api/live`: upgrades to the visitor's hub shard, where rails are pushed. */
export async function getLive(context: Context<AppEnv>): Promise<Response> {
  const { settings, shop } = context.var;
  const request = context.req.raw;
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new ProblemError("upgrade_required");
  }
  // Browsers send cookies with any site's sockets; nothing but this check stands in between.
  if (!isOriginAllowed(request, settings)) throw new ProblemError("origin_not_allowed");
  const visitor = await readVisitor(request, settings, shop.id);
  refuseForged(visitor);
  if (visitor.consent !== "granted") throw new ProblemError("consent_required");
  if (visitor.visitorId === undefined) throw new ProblemError("missing_visitor");
  const headers = new Headers({
    upgrade: "websocket",
    [VISITOR_HEADER]: visitor.visitorId,
    [TRAITS_HEADER]: JSON.stringify(traitsOf(request)),
  });
  return hubOf(context.env, shop.id, visitor.visitorId).fetch("https://hub.invalid/live", {
    headers,
  });
}
