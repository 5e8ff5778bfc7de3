import type { Assignment, Traits } from "@slipstream/contracts/assignment";
import type { Language } from "@slipstream/contracts/languages";
import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { askBoth, withTeams } from "../experiments/interleave.ts";
import { assignmentFor, tuned } from "../experiments/rail-experiments.ts";
import { log } from "../log.ts";
import { edgeMetrics } from "../metrics/definitions.ts";
import { count } from "../metrics/tally.ts";
import { hydrate } from "./hydrate.ts";
import { isShared, keepLastGood, lastGood } from "./last-good.ts";
import { askModelServer } from "./model-client.ts";
import { newestProducts } from "./newest.ts";

/** What a rail is made with: of one request, or of one Durable Object. */
export interface RailSurroundings {
  settings: Settings;
  database: Database;
  /** In which the products are told, where they have words in it. */
  language?: Language | undefined;
  waitUntil: (work: Promise<unknown>) => void;
  /** Under which span of a trace the model server works. */
  traceparent?: string | undefined;
}

/** `fromModel`: the model server made it, not a fallback. */
export interface RailResult {
  rail: Rail;
  fromModel: boolean;
}

interface RailOptions {
  key: string;
  request: RecommendRequest;
  /** What is known of the visitor for experiments; undefined for none. */
  traits: Traits | undefined;
  deadlineMs: number;
}

/**
 * A rail, ready to show. While the model server is away or late it is the last good list of that
 * place, else the newest products, marked degraded; it never throws, and at worst it is empty. What
 * experiments make of it for this visitor it says in `arms`, fallback or not: an arm whose rails come
 * too late is to be judged by those visitors too (intention to treat).
 */
export async function railFor(
  surroundings: RailSurroundings,
  options: RailOptions,
): Promise<RailResult> {
  const startedAt = Date.now();
  const { assignment, tried } = await assignmentFor(surroundings, options);
  const { arms, settings } = assignment;
  const told = {
    ...(Object.keys(arms).length > 0 ? { arms } : {}),
    ...(settings.title === undefined ? {} : { title: settings.title }),
    ...(tried ? { tried } : {}),
  };
  if (settings.shown === false) {
    const empty = emptyRail(options.key, options.request);
    const rail = { ...empty, ...told, hidden: true, degraded: false, stale: false };
    return { rail, fromModel: true };
  }
  const { rail, fromModel } = await assignedRail(surroundings, options, assignment);
  const tookMs = Date.now() - startedAt;
  const { shop, placement } = options.request;
  count(shop, edgeMetrics.rails, { placement, from: fromModel ? "model" : "fallback" });
  const namesRanker = settings.ranker !== undefined || assignment.interleaved !== undefined;
  const isStandIn = !fromModel && namesRanker;
  return { rail: { ...rail, ...told, ...(isStandIn ? { standIn: true } : {}), tookMs }, fromModel };
}

async function assignedRail(
  surroundings: RailSurroundings,
  options: RailOptions,
  assignment: Assignment,
): Promise<RailResult> {
  const { key, request } = options;
  try {
    const catalogueFound = Catalogue.of({ ...surroundings, shop: request.shop });
    // If the model server fails first, this one's failure is looked at later.
    catalogueFound.catch(() => {});
    const { answer, teams, fromModel } = await answerFor(surroundings, options, assignment);
    const catalogue = await catalogueFound;
    if (answer) {
      const made = await hydrate({ key, catalogue, answer });
      const { interleaved } = assignment;
      const rail = interleaved && teams ? withTeams(made, interleaved.experiment, teams) : made;
      if (rail.cards.length > 0 || fromModel) return { rail, fromModel };
    }
    const { database } = surroundings;
    const newest = await newestProducts({ database, catalogue, request });
    return { rail: await hydrate({ key, catalogue, answer: newest }), fromModel: false };
  } catch (error) {
    log("error", "a rail stays empty", { shop: request.shop, placement: request.placement, error });
    return { rail: emptyRail(key, request), fromModel: false };
  }
}

async function answerFor(
  surroundings: RailSurroundings,
  { request, deadlineMs }: RailOptions,
  assignment: Assignment,
): Promise<{
  answer: RecommendResponse | undefined;
  teams?: ReadonlyMap<string, string>;
  fromModel: boolean;
}> {
  const place = { shop: request.shop, placement: request.placement, itemId: request.itemId };
  try {
    const ask = (asked: RecommendRequest) =>
      askModelServer({ ...surroundings, request: asked, deadlineMs });
    const { interleaved, isForAll } = assignment;
    if (interleaved !== undefined) {
      const both = await askBoth({ request, assignment: { ...assignment, interleaved }, ask });
      return { ...both, fromModel: true };
    }
    const answer = await ask(tuned(request, assignment));
    // What stands in for others is not to be what is being tried out.
    if (isForAll && isShared(request.placement)) {
      surroundings.waitUntil(keepLastGood(place, answer).catch(() => {}));
    }
    return { answer, fromModel: true };
  } catch (error) {
    log("warn", "a rail falls back", { ...place, error });
    return { answer: without(await lastGood(place), request), fromModel: false };
  }
}

/** The kept list knows nothing of what this page does not want to see. */
function without(
  answer: RecommendResponse | undefined,
  request: RecommendRequest,
): RecommendResponse | undefined {
  if (!answer) return undefined;
  const excluded = new Set([...(request.exclude ?? []), request.itemId]);
  const items = answer.items
    .filter((item) => !excluded.has(item.itemId))
    .slice(0, request.limit)
    .map((item, position) => ({ ...item, position }));
  return { ...answer, items };
}

function emptyRail(key: string, request: RecommendRequest): Rail {
  return {
    key,
    placement: request.placement,
    requestId: crypto.randomUUID(),
    cards: [],
    degraded: true,
    stale: true,
    model: { name: "none", version: "0" },
  };
}
