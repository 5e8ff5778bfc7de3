import {
  type Assignment,
  assign,
  isTriedAt,
  keptForAll,
  type Traits,
} from "@slipstream/contracts/assignment";
import type { ArmSettings } from "@slipstream/contracts/experiments";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { Database } from "../database/database.ts";
import { servedExperiments } from "./served.ts";

/** What is asked for, of which shop, and by whom as far as experiments may know. */
interface Asked {
  request: RecommendRequest;
  /** Undefined for whoever did not agree to be followed, and for a page that all are shown. */
  traits: Traits | undefined;
}

/**
 * What the shop's experiments make of a rail. Whoever did not agree to be followed is in none; what is
 * kept for everybody they have too. `tried`: a rail that all are shown may be another for whoever agreed.
 */
export async function assignmentFor(
  surroundings: { database: Database; waitUntil: (work: Promise<unknown>) => void },
  { request, traits }: Asked,
): Promise<{ assignment: Assignment; tried: boolean }> {
  const { visitorId, shop, placement } = request;
  const experiments = (await servedExperiments({ ...surroundings, shop })) ?? [];
  const assignment =
    visitorId === undefined || traits === undefined
      ? keptForAll(experiments, placement)
      : assign(experiments, { visitorId, traits, placement, nowMs: Date.now() });
  return { assignment, tried: traits === undefined && isTriedAt(experiments, placement) };
}

/** The request with what the arms' settings ask of the model server. */
export function tuned(
  request: RecommendRequest,
  { arms, settings }: Pick<Assignment, "arms" | "settings">,
): RecommendRequest {
  const { diversity, cards } = settings;
  const tuning = tuningOf(settings);
  return {
    ...request,
    ...(Object.keys(arms).length > 0 ? { arms } : {}),
    ...(diversity === undefined ? {} : { diversity }),
    ...(cards === undefined || request.candidates ? {} : { limit: cards }),
    ...(tuning === undefined ? {} : { tuning }),
  };
}

function tuningOf({ ranker, exploration }: ArmSettings): RecommendRequest["tuning"] {
  if (ranker === undefined && exploration === undefined) return undefined;
  return {
    ...(ranker === undefined ? {} : { ranker }),
    ...(exploration === undefined ? {} : { exploration }),
  };
}
