import type { Query } from "@slipstream/algorithms/engine/query";
import type { EventType } from "@slipstream/contracts/event-types";
import { isPositive } from "@slipstream/contracts/event-types";
import { RECENT_ITEMS } from "@slipstream/contracts/limits";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import { sessionDirection, sessionQuery } from "./session-direction.ts";
import type { VisitorState } from "./session-reader.ts";
import type { ShopModel } from "./shop-model.ts";
import { type Visits, visitsOf } from "./visits.ts";

/** One thing of the visitor's past that sources go by. */
export interface Interest {
  itemId: string;
  /** Undefined for an item that the shop has never heard of. */
  row: number | undefined;
  type: EventType;
  /** Event time, epoch ms; undefined for what only the page knows. */
  occurredAt?: number;
  /** Of the session that asks, not of an earlier one. */
  inSession: boolean;
}

/** Everything about one request that retrieval, ranking and rules go by. */
export interface Situation {
  request: RecommendRequest;
  nowMs: number;
  /** The item that the rail is about, and its row when the shop knows it. */
  anchor: string | undefined;
  anchorRow: number | undefined;
  /** What the visitor was interested in, newest first, each item once. */
  interests: readonly Interest[];
  /** Rows that item-to-item sources start from, newest or weightiest first, each once. */
  seeds: readonly number[];
  /** What sources and features go by. */
  query: Query;
  /** The rail starts from the session, as the questions do that rankers learn from. */
  isOfSession: boolean;
  /** Of unit length, in the model's space; undefined when nothing is known. */
  sessionVector: Float32Array | undefined;
  /** As learnt, its length included. */
  userFactor: Float32Array | undefined;
  hidden: ReadonlySet<number>;
  bought: ReadonlySet<number>;
}

/** Placements that are about one item. */
const anchored: ReadonlySet<string> = new Set(["because_you_viewed", "similar", "bought_together"]);
/** Placements that start from what is in the cart. */
const aboutCart: ReadonlySet<string> = new Set(["cart", "bought_together"]);

/** Puts together what is known of the visitor with what the request says. */
export function describeSituation(options: {
  model: ShopModel;
  request: RecommendRequest;
  visitor: VisitorState;
  nowMs: number;
}): Situation {
  const { model, request, visitor, nowMs } = options;
  const fromPage = unknownToSession(request.context ?? [], visitor);
  const interests = interestsOf(model, fromPage, visitor);
  const anchor = anchored.has(request.placement)
    ? (request.itemId ?? interests[0]?.itemId)
    : request.itemId;
  const anchorRow = anchor === undefined ? undefined : model.ids.rowOf(anchor);
  const { visitors } = model.steps;
  const known = request.visitorId;
  const session = sessionVector(model, visitor, fromPage);
  const userFactor = userFactorOf(model, visitor);
  const visits = visitsOf({ ...options, fromPage });
  const seeds = seedsOf({ model, request, anchorRow, interests, visits });
  return {
    request,
    nowMs,
    anchor,
    anchorRow,
    interests,
    seeds: seeds ?? distinct(visits.recent),
    query: {
      ...visits,
      now: nowMs,
      vector: session && sessionQuery(session, userFactor),
      userVector: userFactor,
      seeds,
      given: request.candidates?.map((itemId) => model.ids.rowOf(itemId) ?? -1).filter(isKnown),
      category: request.filters?.category,
    },
    isOfSession: seeds === undefined && visits.recent.length > 0,
    sessionVector: session,
    userFactor,
    // What Redis says is the last word; the log's view stands in while Redis does not answer.
    hidden:
      visitor.complete || known === undefined
        ? rowsOfIds(model, visitor.hidden)
        : visitors.hiddenBy(known),
    bought: known === undefined ? new Set() : visitors.boughtBy(known),
  };
}

function rowsOfIds(model: ShopModel, itemIds: Iterable<string>): Set<number> {
  return new Set([...itemIds].map((itemId) => model.ids.rowOf(itemId) ?? -1).filter(isKnown));
}

function isKnown(row: number): boolean {
  return row >= 0;
}

function distinct(rows: readonly number[]): number[] {
  return [...new Set(rows)];
}

/**
 * Items that the page has in memory and that the session does not know yet: those in front of the
 * first one that it knows.
 */
function unknownToSession(context: readonly string[], visitor: VisitorState): string[] {
  const known = new Set(visitor.session?.recent.map(({ itemId }) => itemId));
  const firstKnown = context.findIndex((itemId) => known.has(itemId));
  return [...(firstKnown < 0 ? context : context.slice(0, firstKnown))];
}

function interestsOf(
  model: ShopModel,
  fromPage: readonly string[],
  visitor: VisitorState,
): Interest[] {
  const all: Omit<Interest, "row">[] = [
    ...fromPage.map((itemId) => ({ itemId, type: "view" as const, inSession: true })),
    ...(visitor.session?.recent ?? []).map((item) => ({ ...item, inSession: true })),
    ...visitor.recent.map((item) => ({ ...item, inSession: false })),
  ];
  const interests = new Map<string, Interest>();
  for (const interest of all) {
    if (!isPositive(interest.type) || interests.has(interest.itemId)) continue;
    interests.set(interest.itemId, { ...interest, row: model.ids.rowOf(interest.itemId) });
    if (interests.size >= RECENT_ITEMS) break;
  }
  return [...interests.values()];
}

/**
 * The rows that item-to-item sources start from, where those are not the session's: what the rail is
 * about, or what the visitor liked in earlier sessions while this one has nothing yet.
 */
function seedsOf(options: {
  model: ShopModel;
  request: RecommendRequest;
  anchorRow: number | undefined;
  interests: readonly Interest[];
  visits: Visits;
}): number[] | undefined {
  const { model, request, anchorRow, interests, visits } = options;
  const cart = [...rowsOfIds(model, request.cart ?? [])];
  if (anchored.has(request.placement)) {
    const own = anchorRow === undefined ? [] : [anchorRow];
    if (aboutCart.has(request.placement)) return distinct([...own, ...cart]);
    const isAllOfSession = own.length > 0 && visits.recent.every((row) => row === anchorRow);
    return isAllOfSession && visits.recent.length > 0 ? undefined : own;
  }
  if (aboutCart.has(request.placement) && cart.length > 0) return cart;
  if (visits.recent.length > 0) return undefined;
  return interests.map(({ row }) => row ?? -1).filter(isKnown);
}

/** Where a session points, of unit length, as requests see it; undefined when nothing is known. */
export function sessionOf(
  model: ShopModel,
  visitor: VisitorState,
  context: readonly string[],
): Float32Array | undefined {
  return sessionVector(model, visitor, unknownToSession(context, visitor));
}

/** The stored vector and on top of it what only the page knows; all of it when nothing is stored. */
function sessionVector(
  model: ShopModel,
  visitor: VisitorState,
  fromPage: readonly string[],
): Float32Array | undefined {
  const { session } = visitor;
  const stored = session && model.factors.isComparable(session) ? session : undefined;
  const items = stored ? fromPage : [...fromPage, ...(session?.recent ?? []).map((i) => i.itemId)];
  const rows = items.map((itemId) => model.ids.rowOf(itemId) ?? -1).filter(isKnown);
  return sessionDirection(model.factors, rows, stored);
}

function userFactorOf(model: ShopModel, visitor: VisitorState): Float32Array | undefined {
  const { userFactor } = visitor;
  if (userFactor === undefined || !model.factors.isComparable(userFactor)) return undefined;
  return userFactor.vector.some((value) => value !== 0) ? userFactor.vector : undefined;
}
