import type { Traits } from "@slipstream/contracts/assignment";
import type { RailQuery, RecommendRequest } from "@slipstream/contracts/recommend";
import type { Env } from "../env.ts";
import { hubOf } from "../hub/name.ts";
import { followedVisitor, type Visitor } from "../middleware/visitor.ts";
import { type RailResult, type RailSurroundings, railsFor } from "./rail.ts";

interface Asking {
  env: Env;
  shop: string;
  /** Undefined for a page that is shown to everybody. */
  visitor: Visitor | undefined;
  /** What is known of them for experiments; undefined where the visitor is. */
  traits: Traits | undefined;
  deadlineMs: number;
}

/** One rail alone: see `railsForVisitor`. */
export async function railForVisitor(
  surroundings: RailSurroundings,
  { key, query, ...asking }: Asking & { key: string; query: RailQuery },
): Promise<RailResult> {
  const made = await railsForVisitor(surroundings, { ...asking, rails: [{ key, query }] });
  return made[0]!;
}

/**
 * The rails of one page for whoever asks, in the order asked for. A visitor who agreed is known by id
 * and session; of anybody else only the queries' own `context` is used. Never throws.
 */
export async function railsForVisitor(
  surroundings: RailSurroundings,
  options: Asking & { rails: readonly { key: string; query: RailQuery }[] },
): Promise<RailResult[]> {
  const { deadlineMs, shop, traits } = options;
  const who = await identityOf(options);
  const rails = options.rails.map(({ key, query }) => ({
    key,
    request: { ...query, shop, ...who } satisfies RecommendRequest,
  }));
  return railsFor(surroundings, { rails, traits, deadlineMs });
}

async function identityOf({
  env,
  shop,
  visitor,
}: Asking): Promise<Pick<RecommendRequest, "visitorId" | "sessionId">> {
  const visitorId = visitor && followedVisitor(visitor);
  if (visitorId === undefined) return {};
  // Without a session the rail knows the visitor's past; better than no rail.
  const sessionId = await hubOf(env, shop, visitorId)
    .sessionOf(visitorId)
    .catch(() => undefined);
  return { visitorId, sessionId };
}
