import { type Assignment, assign, type Traits, unassigned } from "@slipstream/contracts/assignment";
import type { ArmSettings } from "@slipstream/contracts/experiments";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { Database } from "../database/database.ts";
import { servedExperiments } from "./served.ts";

/** What the shop's experiments make of a rail. Whoever did not agree to be followed is in none. */
export async function assignmentFor(
  surroundings: { database: Database; waitUntil: (work: Promise<unknown>) => void },
  { request, traits }: { request: RecommendRequest; traits: Traits | undefined },
): Promise<Assignment> {
  const { visitorId, shop, placement } = request;
  if (visitorId === undefined || traits === undefined) return unassigned;
  const experiments = await servedExperiments({ ...surroundings, shop });
  return assign(experiments, { visitorId, traits, placement, nowMs: Date.now() });
}

/** Whether something is being tried out at the placement, on whomever. */
export async function isTried(
  surroundings: { database: Database; waitUntil: (work: Promise<unknown>) => void },
  { shop, placement }: RecommendRequest,
): Promise<boolean> {
  const experiments = await servedExperiments({ ...surroundings, shop });
  return experiments.some(({ targeting }) => targeting.placements.includes(placement));
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
