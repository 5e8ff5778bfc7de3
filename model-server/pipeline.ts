import type { Rule } from "@slipstream/contracts/merchandising";
import type {
  RecommendedItem,
  RecommendRequest,
  RecommendResponse,
} from "@slipstream/contracts/recommend";
import { placementSwitch } from "@slipstream/contracts/switches";
import { uuidv7 } from "uuidv7";
import { type Deadline, StageClock } from "./deadline.ts";
import { diversify, diversityOf } from "./diversify/diversify.ts";
import { type Placed, placeWithExploration } from "./diversify/explore.ts";
import type { FeatureTable, Ranker } from "./rank/ranker.ts";
import type { RankedItem } from "./ranked-item.ts";
import { bestFirst } from "./ranked-item.ts";
import { explain } from "./reasons.ts";
import { rescoreForSession } from "./rescore/session.ts";
import { type Retrieved, retrieve } from "./retrieve/retrieve.ts";
import { fillers } from "./rules/backfill.ts";
import { type RefusalOf, refusalsOf } from "./rules/eligibility.ts";
import { rulesInForce } from "./rules/in-force.ts";
import { placePins } from "./rules/pins.ts";
import { applyScoreRules, type RuleMoves } from "./rules/score-rules.ts";
import type { SessionReader } from "./session-reader.ts";
import type { ShopModel } from "./shop-model.ts";
import { describeSituation, type Situation } from "./situation.ts";
import { answerSwitchedOff } from "./switched-off.ts";

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

export interface RecommendOptions {
  model: ShopModel;
  request: RecommendRequest;
  deadline: Deadline;
  /** In place of the shop's own: a draft that is to be looked at. */
  rules?: readonly Rule[];
}

/** What every stage came to: for the log of what was served, and for whoever asks why. */
export interface Trace {
  situation: Situation;
  /** Merchandising rules that hold here and now. */
  rules: readonly Rule[];
  refusalOf: RefusalOf;
  retrieved: Retrieved;
  ranker: Ranker;
  table: FeatureTable;
  /** As the ranker has it, then with the session's say, then with boosts and buries: best first. */
  ranked: readonly RankedItem[];
  rescored: readonly RankedItem[];
  ruled: readonly RankedItem[];
  diverse: readonly RankedItem[];
  moves: RuleMoves;
}

/** An answer, and how it came about; a placement that is switched off has no stages. */
export interface Recommendation {
  model: ShopModel;
  response: RecommendResponse;
  trace: Trace | undefined;
}

/**
 * One recommendation: retrieve → rank → re-score → rules that move scores → diversify → explore →
 * fill up → pins. Stages that the deadline does not allow are left out and the answer says
 * `degraded`; there always is one, and it is full as long as the shop has enough to show.
 */
export async function recommend(
  parts: PipelineParts,
  options: RecommendOptions,
): Promise<Recommendation> {
  const { model, request } = options;
  if (!model.switches.isOn(placementSwitch(request.placement))) {
    return { model, response: answerSwitchedOff(model, request), trace: undefined };
  }
  const clock = new StageClock(options.deadline);
  const [isFresh, visitor] = await clock.awaited("session", () => readState(parts, options));
  const situation = describeSituation({ model, request, visitor, nowMs: parts.now() });
  const trace = rankAll(options, situation, clock);
  const items = clock.always("rules", () => list(parts, options, trace));
  const { ranker } = trace;
  const response: RecommendResponse = {
    requestId: uuidv7(),
    placement: request.placement,
    items,
    ...(situation.anchor === undefined ? {} : { anchorItemId: situation.anchor }),
    model: { name: ranker.name, version: ranker.version },
    arms: {},
    degraded: clock.skipped || !trace.retrieved.complete || !visitor.complete,
    stale: !isFresh,
    timingMs: clock.timingMs,
  };
  return { model, response, trace };
}

function readState(parts: PipelineParts, { request, deadline }: RecommendOptions) {
  const waitMs = Math.min(MAX_VIEW_WAIT_MS, deadline.remainingMs);
  const { learnSequence } = request;
  return Promise.all([
    learnSequence === undefined ? true : parts.waitFor(learnSequence, waitMs),
    parts.sessions.read(request, deadline.remainingMs),
  ]);
}

/** The stages that order candidates. */
function rankAll(
  { model, request, deadline, rules: draft }: RecommendOptions,
  situation: Situation,
  clock: StageClock,
): Trace {
  const rules = rulesInForce(draft ?? model.rules.all, model, situation);
  const refusalOf = refusalsOf(model, situation, rules);
  const isEligible = (itemId: string) => refusalOf(itemId) === undefined;
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
  const { items: ruled, moves } = applyScoreRules(model, rules, rescored);
  const diversity = request.diversity ?? diversityOf(request.placement);
  const diverse = clock.ifTime(
    "diversify",
    () => diversify(model, ruled, { wanted: limitOf(request), diversity }),
    () => ruled,
  );
  const scored = { ranked, rescored, ruled, diverse, moves };
  return { situation, rules, refusalOf, retrieved, ranker, table, ...scored };
}

/** The list that goes out, every item looked at once more. */
function list(
  parts: PipelineParts,
  { model, request }: RecommendOptions,
  trace: Trace,
): RecommendedItem[] {
  const { situation, ranker, table, ruled, rules } = trace;
  const limit = limitOf(request);
  const isEligible = (itemId: string) => trace.refusalOf(itemId) === undefined;
  const placed: Placed[] = placeWithExploration(trace.diverse, {
    placement: request.placement,
    limit,
    explores: model.switches.isOn("exploration"),
    random: parts.random,
  });
  const shown = placed
    .filter(({ item }) => isEligible(item.itemId))
    .map(({ item, propensity }, position) => {
      const why = explain({ model, situation, ranker, table, item });
      return { itemId: item.itemId, score: item.score, ...why, position, propensity };
    });
  const items = fillUp({ model, situation, isEligible, shown, limit });
  return placePins({ model, rules, items, ranked: ruled, isEligible, limit }, trace.moves);
}

function limitOf(request: RecommendRequest): number {
  return request.candidates?.length ?? request.limit;
}

function rankRows(ranker: Ranker, table: FeatureTable): RankedItem[] {
  const scores = ranker.rank(table);
  return table.rows.itemIds
    .map((itemId, row) => ({ itemId, row, score: scores[row]!, sessionBonus: 0, damping: 1 }))
    .sort(bestFirst);
}

/** The order of retrieval, strongest source first: for answers that have no time to rank. */
function inOrder(table: FeatureTable): RankedItem[] {
  return table.rows.itemIds.map((itemId, row) => ({
    itemId,
    row,
    score: 1 / (row + 1),
    sessionBonus: 0,
    damping: 1,
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
