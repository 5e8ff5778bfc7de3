import { teamDraft } from "@slipstream/algorithms/experiments/team-draft";
import type { Assignment } from "@slipstream/contracts/assignment";
import { stableHash } from "@slipstream/contracts/partition";
import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { tuned } from "./rail-experiments.ts";

const TWO_TO_32 = 2 ** 32;

type Interleaved = Assignment & Required<Pick<Assignment, "interleaved">>;

/** One list of two rankers, and whose choice each item was: item → arm. */
export interface Drafted {
  answer: RecommendResponse;
  teams: ReadonlyMap<string, string>;
}

/** What each of the two rankers is asked. */
export function bothOf(request: RecommendRequest, assignment: Interleaved): RecommendRequest[] {
  return assignment.interleaved.arms.map(({ settings }) =>
    tuned(request, { ...assignment, settings: { ...assignment.settings, ...settings } }),
  );
}

/**
 * Drafts one list from those of both rankers. The coins fall the same for a visitor's session, so that
 * a list which has not changed does not seem to. It has an id of its own: what each ranker alone would
 * have shown was shown to nobody.
 */
export function draft(
  request: RecommendRequest,
  { interleaved }: Interleaved,
  [first, second]: readonly RecommendResponse[],
): Drafted {
  if (!first || !second) throw new TypeError("an interleaved experiment has two arms");
  const { arms: sides, experiment } = interleaved;
  const seed = `${experiment}\u0000${request.visitorId}\u0000${request.sessionId}`;
  let tossed = 0;
  const drafted = teamDraft([first.items, second.items], {
    limit: Math.max(first.items.length, second.items.length),
    keyOf: ({ itemId }) => itemId,
    random: () => stableHash(`${seed}\u0000${tossed++}`) / TWO_TO_32,
  });
  const answer: RecommendResponse = {
    ...first,
    requestId: crypto.randomUUID(),
    items: drafted.map(({ item }, position) => ({ ...item, position })),
    degraded: first.degraded || second.degraded,
    stale: first.stale || second.stale,
    ...(first.standIn || second.standIn ? { standIn: true } : {}),
  };
  const teams = new Map(drafted.map(({ item, team }) => [item.itemId, sides[team].name]));
  return { answer, teams };
}

/** The rail with each card's ranker, which its click gives credit to. */
export function withTeams(rail: Rail, experiment: string, teams: Drafted["teams"]): Rail {
  const cards = rail.cards.map((card) => {
    const team = teams.get(card.itemId);
    return team === undefined ? card : { ...card, arms: { [experiment]: team } };
  });
  return { ...rail, cards };
}
