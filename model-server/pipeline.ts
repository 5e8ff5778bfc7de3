import type {
  RecommendedItem,
  RecommendRequest,
  RecommendResponse,
} from "@slipstream/contracts/recommend";
import { uuidv7 } from "uuidv7";
import { type Deadline, StageClock } from "./deadline.ts";
import { diversify, diversityOf } from "./diversify/diversify.ts";
import { type Placed, placeWithExploration } from "./diversify/explore.ts";
import type { FeatureTable, Ranker } from "./rank/ranker.ts";
import type { RankedItem } from "./ranked-item.ts";
import { bestFirst } from "./ranked-item.ts";
import { explain } from "./reasons.ts";
import { rescoreForSession } from "./rescore/session.ts";
import { retrieve } from "./retrieve/retrieve.ts";
import { fillers } from "./rules/backfill.ts";
import { eligibilityOf } from "./rules/eligibility.ts";
import type { SessionReader } from "./session-reader.ts";
import type { ShopModel } from "./shop-model.ts";
import { describeSituation, type Situation } from "./situation.ts";

/** Longest wait for the view to reach the sequence that the caller names. */
const MAX_VIEW_WAIT_MS = 10;

export interface PipelineParts {
  sessions: SessionReader;
  /** True when the views have reached the LEARN sequence within the time. */
  waitFor: (learnSequence: number, waitMs: number) => Promise<boolean>;
  /** Numbers in [0, 1). */
  random: () => number;
  now: () => number;
}

/** An answer, and what is logged of how it came about. */
export interface Recommendation {
  response: RecommendResponse;
  situation: Situation;
  ranker: Ranker;
  table: FeatureTable;
  ranked: readonly RankedItem[];
  placed: readonly Placed[];
}

/**
 * One recommendation: retrieve → rank → re-score → diversify → rules. Stages that the deadline
 * does not allow are left out and the answer says `degraded`; there always is one, and it is full
 * as long as the shop has enough to show.
 */
export async function recommend(
  parts: PipelineParts,
  options: { model: ShopModel; request: RecommendRequest; deadline: Deadline },
): Promise<Recommendation> {
  const { model, request, deadline } = options;
  const clock = new StageClock(deadline);

  const [isFresh, visitor] = await clock.awaited("session", () => readState(parts, options));
  const situation = describeSituation({ model, request, visitor, nowMs: parts.now() });
  const isEligible = eligibilityOf(model, situation);

  const retrieved = clock.always("retrieve", () =>
    retrieve({ model, situation, deadline, isEligible }),
  );
  const ranker = model.rankers.of(request.placement);
  const table = clock.always("features", () => ranker.featuresOf(retrieved.lists));
  const ranked = clock.ifTime(
    "rank",
    () => rankRows(ranker, table),
    () => inOrder(table),
  );
  const rescored = clock.ifTime(
    "rescore",
    () => rescoreForSession(model, situation, ranked),
    () => ranked,
  );
  const limit = request.candidates?.length ?? request.limit;
  const diversity = request.diversity ?? diversityOf(request.placement);
  const diverse = clock.ifTime(
    "diversify",
    () => diversify(model, rescored, { wanted: limit, diversity }),
    () => rescored,
  );
  const placed = placeWithExploration(diverse, {
    placement: request.placement,
    limit,
    random: parts.random,
  });

  const items = clock.always("rules", () => {
    const ruled = placed.filter(({ item }) => isEligible(item.itemId));
    const shown = ruled.map(({ item, propensity }, position) => {
      const why = explain({ model, situation, ranker, table, item });
      return { itemId: item.itemId, score: item.score, ...why, position, propensity };
    });
    return fillUp({ model, situation, isEligible, shown, limit });
  });

  const response: RecommendResponse = {
    requestId: uuidv7(),
    placement: request.placement,
    items,
    ...(situation.anchor === undefined ? {} : { anchorItemId: situation.anchor }),
    model: { name: ranker.name, version: ranker.version },
    arms: {},
    degraded: clock.skipped || !retrieved.complete || !visitor.complete,
    stale: !isFresh,
    timingMs: clock.timingMs,
  };
  return { response, situation, ranker, table, ranked: rescored, placed };
}

function readState(
  parts: PipelineParts,
  { request, deadline }: { request: RecommendRequest; deadline: Deadline },
) {
  const waitMs = Math.min(MAX_VIEW_WAIT_MS, deadline.remainingMs);
  const { learnSequence } = request;
  return Promise.all([
    learnSequence === undefined ? true : parts.waitFor(learnSequence, waitMs),
    parts.sessions.read(request, deadline.remainingMs),
  ]);
}

function rankRows(ranker: Ranker, table: FeatureTable): RankedItem[] {
  const scores = ranker.rank(table);
  return table.rows.itemIds
    .map((itemId, row) => ({ itemId, row, score: scores[row]!, sessionBonus: 0 }))
    .sort(bestFirst);
}

/** The order of retrieval, strongest source first: for answers that have no time to rank. */
function inOrder(table: FeatureTable): RankedItem[] {
  return table.rows.itemIds.map((itemId, row) => ({
    itemId,
    row,
    score: 1 / (row + 1),
    sessionBonus: 0,
  }));
}

/** Fills a short list: with what else fits, or with the candidates that no source knew. */
function fillUp(options: {
  model: ShopModel;
  situation: Situation;
  isEligible: (itemId: string) => boolean;
  shown: RecommendedItem[];
  limit: number;
}): RecommendedItem[] {
  const { model, situation, isEligible, limit } = options;
  const items = [...options.shown];
  if (items.length >= limit) return items;
  const taken = new Set(items.map(({ itemId }) => itemId));
  for (const { itemId, reason, source } of fillers(model, situation)) {
    if (items.length >= limit) break;
    if (taken.has(itemId) || !isEligible(itemId)) continue;
    taken.add(itemId);
    const position = items.length;
    items.push({ itemId, score: 0, reason, sources: [source], position, propensity: 1 });
  }
  return items;
}
