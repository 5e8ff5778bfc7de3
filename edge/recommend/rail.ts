import type { Assignment, Traits } from "@slipstream/contracts/assignment";
import type { Language } from "@slipstream/contracts/languages";
import { isShownOnPage, placeOnPage } from "@slipstream/contracts/page-rails";
import type { Rail } from "@slipstream/contracts/rail-socket";
import type { RecommendRequest, RecommendResponse } from "@slipstream/contracts/recommend";
import { Catalogue } from "../catalogue/catalogue.ts";
import type { Database } from "../database/database.ts";
import type { Settings } from "../env.ts";
import { bothOf, type Drafted, draft, withTeams } from "../experiments/interleave.ts";
import { assignmentFor, tuned } from "../experiments/rail-experiments.ts";
import { log } from "../log.ts";
import { edgeMetrics } from "../metrics/definitions.ts";
import { count } from "../metrics/tally.ts";
import { hydrate } from "./hydrate.ts";
import { isShared, keepLastGood, lastGood } from "./last-good.ts";
import { askForPage, askModelServer } from "./model-client.ts";
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

/** One rail of a page: the page's name for it, and what is asked for. */
interface AskedRail {
  key: string;
  request: RecommendRequest;
}

interface Asking {
  /** What is known of the visitor for experiments; undefined for none. */
  traits: Traits | undefined;
  deadlineMs: number;
}

/** A rail, and what experiments make of it for this visitor. */
interface PlannedRail extends AskedRail {
  assignment: Assignment;
  tried: boolean;
}

type Interleaved = Parameters<typeof draft>[1];

/** One rail alone: see `railsFor`. */
export async function railFor(
  surroundings: RailSurroundings,
  { key, request, ...asking }: AskedRail & Asking,
): Promise<RailResult> {
  const made = await railsFor(surroundings, { ...asking, rails: [{ key, request }] });
  return made[0]!;
}

/**
 * The rails of one page for one visitor, ready to show, by one call of the model server; no product
 * is in two of them (`placeOnPage` says which gives way). While the model server is away or late each
 * is the last good list of its place, else the newest products, marked degraded; it never throws, and
 * at worst a rail is empty. What experiments make of it for this visitor a rail says in `arms`,
 * fallback or not: an arm whose rails come too late is to be judged by those visitors too (intention
 * to treat).
 */
export async function railsFor(
  surroundings: RailSurroundings,
  { rails, traits, deadlineMs }: Asking & { rails: readonly AskedRail[] },
): Promise<RailResult[]> {
  const startedAt = Date.now();
  const planned = await Promise.all(
    rails.map(async (rail): Promise<PlannedRail> => {
      const assigned = await assignmentFor(surroundings, { request: rail.request, traits });
      return { ...rail, ...assigned };
    }),
  );
  const wanted = planned
    .filter(({ assignment }) => assignment.settings.shown !== false)
    .sort((a, b) => placeOnPage(a.request.placement) - placeOnPage(b.request.placement));
  const made = await makeAll(surroundings, wanted, deadlineMs);
  const resultOf = new Map(wanted.map((plan, at) => [plan, made[at]]));
  const tookMs = Date.now() - startedAt;
  return planned.map((plan) => told(plan, resultOf.get(plan), tookMs));
}

/** A rail with what experiments have to say of it; without one they took it away. */
function told(
  { key, request, assignment, tried }: PlannedRail,
  made: RailResult | undefined,
  tookMs: number,
): RailResult {
  const { arms, settings } = assignment;
  const said = {
    ...(Object.keys(arms).length > 0 ? { arms } : {}),
    ...(settings.title === undefined ? {} : { title: settings.title }),
    ...(tried ? { tried } : {}),
  };
  if (!made) {
    const empty = { ...emptyRail(key, request), degraded: false, stale: false };
    return { rail: { ...empty, ...said, hidden: true }, fromModel: true };
  }
  const { rail, fromModel } = made;
  const { shop, placement } = request;
  count(shop, edgeMetrics.rails, { placement, from: fromModel ? "model" : "fallback" });
  const namesRanker = settings.ranker !== undefined || assignment.interleaved !== undefined;
  const isStandIn = !fromModel && namesRanker;
  return { rail: { ...rail, ...said, ...(isStandIn ? { standIn: true } : {}), tookMs }, fromModel };
}

async function makeAll(
  surroundings: RailSurroundings,
  plans: readonly PlannedRail[],
  deadlineMs: number,
): Promise<RailResult[]> {
  const [first] = plans;
  if (!first) return [];
  const catalogue = Catalogue.of({ ...surroundings, shop: first.request.shop });
  // If the model server fails first, this one's failure is looked at later.
  catalogue.catch(() => {});
  const answers = await answersFor(surroundings, plans, deadlineMs);
  if (!answers) return standIns(surroundings, plans, catalogue);
  return Promise.all(
    plans.map((plan, at) =>
      orEmpty(plan, async () => {
        const { answer, teams } = answers[at]!;
        const rail = await hydrate({ key: plan.key, catalogue: await catalogue, answer });
        const { interleaved } = plan.assignment;
        const made = interleaved && teams ? withTeams(rail, interleaved.experiment, teams) : rail;
        return { rail: made, fromModel: true };
      }),
    ),
  );
}

/** What the model server says of each; undefined where it does not. */
async function answersFor(
  surroundings: RailSurroundings,
  plans: readonly PlannedRail[],
  deadlineMs: number,
): Promise<(Pick<Drafted, "answer"> & Partial<Drafted>)[] | undefined> {
  try {
    const asking = { ...surroundings, deadlineMs };
    const rails = plans.map(({ request, assignment }) =>
      isInterleaved(assignment) ? bothOf(request, assignment) : [tuned(request, assignment)],
    );
    const only = rails.length === 1 && rails[0]!.length === 1 ? rails[0]![0] : undefined;
    const page = only
      ? [[await askModelServer({ ...asking, request: only })]]
      : await askForPage({ ...asking, rails });
    const [first] = plans;
    // What stands in for others is not to be what is being tried out, nor what leaves something out.
    const isWhole = first?.assignment.isForAll && !first.request.exclude?.length;
    if (first && isWhole && isShared(first.request.placement)) {
      surroundings.waitUntil(keepLastGood(first.request, page[0]![0]!).catch(() => {}));
    }
    return plans.map(({ request, assignment }, at) => {
      const answers = page[at] ?? [];
      return isInterleaved(assignment)
        ? draft(request, assignment, answers)
        : { answer: answers[0]! };
    });
  } catch (error) {
    const { shop } = plans[0]!.request;
    const placements = plans.map(({ request }) => request.placement);
    log("warn", "rails fall back", { shop, placements, error });
    return undefined;
  }
}

function isInterleaved(assignment: Assignment): assignment is Interleaved {
  return assignment.interleaved !== undefined;
}

/** What stands in for the rails of a page, each without what those before it show. */
async function standIns(
  surroundings: RailSurroundings,
  plans: readonly PlannedRail[],
  catalogueFound: Promise<Catalogue>,
): Promise<RailResult[]> {
  const shown = new Set<string>();
  const made: RailResult[] = [];
  for (const { key, request } of plans) {
    const asked = { ...request, exclude: [...(request.exclude ?? []), ...shown] };
    const result = await orEmpty({ key, request }, async () => {
      const catalogue = await catalogueFound;
      const { database } = surroundings;
      const kept = without(await lastGood(request), asked);
      const rail = kept && (await hydrate({ key, catalogue, answer: kept }));
      if (rail && rail.cards.length >= request.limit) return { rail, fromModel: false };
      const exclude = [...asked.exclude, ...(kept?.items ?? []).map(({ itemId }) => itemId)];
      const newest = await newestProducts({ database, catalogue, request: { ...asked, exclude } });
      const filled = kept ? filledUp(kept, { by: newest, limit: request.limit }) : newest;
      return { rail: await hydrate({ key, catalogue, answer: filled }), fromModel: false };
    });
    made.push(result);
    if (!isShownOnPage(request, { anchored: result.rail.anchor !== undefined })) continue;
    for (const { itemId } of result.rail.cards) shown.add(itemId);
  }
  return made;
}

async function orEmpty(
  { key, request }: AskedRail,
  make: () => Promise<RailResult>,
): Promise<RailResult> {
  try {
    return await make();
  } catch (error) {
    log("error", "a rail stays empty", { shop: request.shop, placement: request.placement, error });
    return { rail: emptyRail(key, request), fromModel: false };
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

function filledUp(
  kept: RecommendResponse,
  { by, limit }: { by: RecommendResponse; limit: number },
): RecommendResponse {
  const items = [...kept.items, ...by.items].slice(0, limit);
  return { ...kept, items: items.map((item, position) => ({ ...item, position })) };
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
