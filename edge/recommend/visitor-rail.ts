import type { Traits } from "@slipstream/contracts/assignment";
import type { RailQuery, RecommendRequest } from "@slipstream/contracts/recommend";
import type { Env } from "../env.ts";
import { hubOf } from "../hub/name.ts";
import { followedVisitor, type Visitor } from "../middleware/visitor.ts";
import { type RailResult, type RailSurroundings, railFor } from "./rail.ts";

/**
 * A rail for whoever asks. A visitor who agreed is known by id and session; of anybody else only the
 * query's own `context` is used. Never throws.
 */
export async function railForVisitor(
  surroundings: RailSurroundings,
  options: {
    env: Env;
    shop: string;
    /** Undefined for a page that is shown to everybody. */
    visitor: Visitor | undefined;
    /** What is known of them for experiments; undefined where the visitor is. */
    traits: Traits | undefined;
    key: string;
    query: RailQuery;
    deadlineMs: number;
  },
): Promise<RailResult> {
  const { key, deadlineMs, shop, query, traits } = options;
  const request: RecommendRequest = { ...query, shop };
  const visitorId = options.visitor && followedVisitor(options.visitor);
  if (visitorId !== undefined) {
    request.visitorId = visitorId;
    // Without a session the rail knows the visitor's past; better than no rail.
    request.sessionId = await hubOf(options.env, shop, visitorId)
      .sessionOf(visitorId)
      .catch(() => undefined);
  }
  return railFor(surroundings, { key, request, traits, deadlineMs });
}
