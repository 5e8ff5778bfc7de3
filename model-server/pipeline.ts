import { versionNamed } from "@slipstream/contracts/experiments";
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
import { placeWithExploration } from "./diversify/explore.ts";
import { type Ranked, rank } from "./rank/rank-stage.ts";
import type { RankerChoice } from "./rank/rankers.ts";
import { type Ranking, type Rescored, rankingOf } from "./ranking.ts";
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
  sessions: Pick<SessionReader, "read">;
  /** True when the views have reached the LEARN sequence within the time. */
  waitFor: (learnSequence: number, waitMs: number) => Promise<boolean>;
  /** Numbers in [0, 1). */
  random: () => number;
  now: () => number;
  /** Told of what failed and was done without. */
  onError?: (error: unknown) => void;
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
  /** The trained ranker that was to have the say. */
  choice: RankerChoice | undefined;
  /** The batch models that sources went by. */
  batch: ReturnType<ShopModel["chooseBatchFor"]>;
  /** What ranked, what it read, and what it said. */
  ranked: Ranked;
  /** With the session's say, then with boosts and buries, then for variety. */
  rescored: Rescored;
  ruled: Ranking;
  diverse: Ranking;
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
  const trace = await rankAll(parts, options, situation, clock);
  const items = clock.always("rules", () => list(parts, options, trace));
  const { ranker, asWanted } = trace.ranked;
  const response: RecommendResponse = {
    requestId: uuidv7(),
    placement: request.placement,
    items,
    ...(situation.anchor === undefined ? {} : { anchorItemId: situation.anchor }),
    model: { name: ranker.name, version: ranker.version },
    arms: request.arms ?? {},
    degraded: clock.skipped || !trace.retrieved.complete || !visitor.complete || !asWanted,
    stale: !isFresh,
    ...(isStandIn(model, trace) ? { standIn: true } : {}),
    timingMs: clock.timingMs,
  };
  return { model, response, trace };
}

/** Whether an arm named a trained ranker that judges such answers, and another has ordered this one. */
function isStandIn({ rankers }: ShopModel, { situation, choice, ranked }: Trace): boolean {
  const wanted = situation.request.tuning?.ranker;
  if (wanted === undefined || wanted === "blend" || !rankers.judges(situation)) return false;
  const version = versionNamed(wanted);
  return ranked.ranker !== choice?.model || (version !== undefined && choice.version !== version);
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
async function rankAll(
  { onError }: PipelineParts,
  { model, request, deadline, rules: draft }: RecommendOptions,
  situation: Situation,
  clock: StageClock,
): Promise<Trace> {
  const rules = rulesInForce(draft ?? model.rules.all, model, situation);
  const refusalOf = refusalsOf(model, situation, rules);
  const choice = model.rankers.choiceFor(situation);
  const trained = choice?.model;
  const asked = { model, situation, deadline, forTrained: trained !== undefined };
  const batch = model.chooseBatchFor(request.visitorId ?? request.sessionId);
  const retrieved = clock.always("retrieve", () =>
    retrieve({ ...asked, accepts: model.verdicts.onceAsked(refusalOf) }),
  );
  const { table } = retrieved;
  const { rows } = table;
  const ranked = await clock.awaited("rank", () =>
    rank({ model, situation, table, trained, deadline, onError }),
  );
  const { scores, ranker } = ranked;
  const { knowsSession } = ranker;
  const rescored = clock.ifTime(
    "rescore",
    () => rescoreForSession({ model, situation, rows, scores, knowsSession }),
    () => asRanked(scores),
  );
  const { ranking: ruled, moves } = applyScoreRules(model, rules, { rows, ranking: rescored });
  const diversity = request.diversity ?? diversityOf(request.placement);
  const diverse = clock.ifTime(
    "diversify",
    () => diversify(model, { rows, ranking: ruled }, { wanted: limitOf(request), diversity }),
    () => ruled,
  );
  return {
    situation,
    rules,
    refusalOf,
    retrieved,
    choice,
    batch,
    ranked,
    rescored,
    ruled,
    diverse,
    moves,
  };
}

/** The list that goes out, every item looked at once more. */
function list(
  parts: PipelineParts,
  { model, request }: RecommendOptions,
  trace: Trace,
): RecommendedItem[] {
  const { situation, ruled, rules } = trace;
  const { rows } = trace.ranked.table;
  const limit = limitOf(request);
  const isEligible = (row: number) => trace.refusalOf(row) === undefined;
  const shown = placeWithExploration(trace.diverse, {
    placement: request.placement,
    limit,
    explores: model.switches.isOn("exploration") && request.tuning?.exploration !== false,
    random: parts.random,
  })
    .filter(({ place }) => isEligible(rows[place]!))
    .map(({ place, propensity }, position) => {
      const itemId = model.ids.idOf(rows[place]!);
      const score = trace.diverse.scores[place]!;
      return { itemId, score, ...explain(model, trace, place), position, propensity };
    });
  const items = fillUp({ model, situation, isEligible, shown, limit });
  return placePins({ model, rules, items, rows, ranked: ruled, isEligible, limit }, trace.moves);
}

/** Items that an answer is to have. */
export function limitOf(request: RecommendRequest): number {
  return request.candidates?.length ?? request.limit;
}

/** For answers that have no time to go by the session. */
function asRanked(scores: Float64Array): Rescored {
  const { length } = scores;
  return {
    ...rankingOf(scores),
    bonus: new Float64Array(length),
    damping: new Float64Array(length).fill(1),
  };
}

/** Fills a short list: with what else fits, or with the candidates that no source knew. */
function fillUp(options: {
  model: ShopModel;
  situation: Situation;
  isEligible: (row: number) => boolean;
  shown: RecommendedItem[];
  limit: number;
}): RecommendedItem[] {
  const { model, situation, isEligible, limit } = options;
  const items = [...options.shown];
  if (items.length >= limit) return items;
  const taken = new Set(items.map(({ itemId }) => itemId));
  for (const { row, reason, source } of fillers(model, situation)) {
    if (items.length >= limit) break;
    const itemId = model.ids.idOf(row);
    if (taken.has(itemId) || !isEligible(row)) continue;
    taken.add(itemId);
    const position = items.length;
    items.push({ itemId, score: 0, reason, sources: [source], position, propensity: 1 });
  }
  return items;
}
