import {
  queryVector,
  readSession,
  type SessionVector,
  stepSession,
} from "@slipstream/algorithms/session-vector";
import type { EventType } from "@slipstream/contracts/event-types";
import { isPositive } from "@slipstream/contracts/event-types";
import { RECENT_ITEMS } from "@slipstream/contracts/limits";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { VisitorState } from "./session-reader.ts";
import type { ShopModel } from "./shop-model.ts";

/** One thing of the visitor's past that sources go by. */
export interface Interest {
  itemId: string;
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
  /** The item that the rail is about. */
  anchor: string | undefined;
  /** What the visitor was interested in, newest first, each item once. */
  interests: readonly Interest[];
  /** The items that item-to-item sources start from, newest or weightiest first. */
  seeds: readonly string[];
  /** Of unit length, in the model's space; undefined when nothing is known. */
  sessionVector: Float32Array | undefined;
  /** As learnt, its length included. */
  userFactor: Float32Array | undefined;
  /** What the model scores items with in this session, u + κŝ; undefined without a session. */
  query: Float32Array | undefined;
  hidden: ReadonlySet<string>;
  bought: ReadonlySet<string>;
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
  const interests = interestsOf(fromPage, visitor);
  const anchor = anchored.has(request.placement)
    ? (request.itemId ?? interests[0]?.itemId)
    : request.itemId;
  const { visitors } = model.steps;
  const known = request.visitorId;
  const session = sessionVector(model, visitor, fromPage);
  const userFactor = userFactorOf(model, visitor);
  return {
    request,
    nowMs,
    anchor,
    interests,
    seeds: seedsOf(request, anchor, interests),
    sessionVector: session,
    userFactor,
    query: session && sessionQuery(session, userFactor),
    // What Redis says is the last word; the log's view stands in while Redis does not answer.
    hidden: visitor.complete || known === undefined ? visitor.hidden : visitors.hiddenBy(known),
    bought: known === undefined ? new Set() : visitors.boughtBy(known),
  };
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

function interestsOf(fromPage: readonly string[], visitor: VisitorState): Interest[] {
  const all: Interest[] = [
    ...fromPage.map((itemId) => ({ itemId, type: "view" as const, inSession: true })),
    ...(visitor.session?.recent ?? []).map((item) => ({ ...item, inSession: true })),
    ...visitor.recent.map((item) => ({ ...item, inSession: false })),
  ];
  const interests = new Map<string, Interest>();
  for (const interest of all) {
    if (!isPositive(interest.type) || interests.has(interest.itemId)) continue;
    interests.set(interest.itemId, interest);
    if (interests.size >= RECENT_ITEMS) break;
  }
  return [...interests.values()];
}

function seedsOf(
  request: RecommendRequest,
  anchor: string | undefined,
  interests: readonly Interest[],
): string[] {
  const cart = request.cart ?? [];
  if (anchored.has(request.placement)) {
    const own = anchor === undefined ? [] : [anchor];
    return aboutCart.has(request.placement) ? [...new Set([...own, ...cart])] : own;
  }
  if (aboutCart.has(request.placement) && cart.length > 0) return [...cart];
  return interests.map(({ itemId }) => itemId);
}

/** The stored vector and on top of it what only the page knows; all of it when nothing is stored. */
function sessionVector(
  model: ShopModel,
  visitor: VisitorState,
  fromPage: readonly string[],
): Float32Array | undefined {
  const space = model.factors.space;
  if (space === undefined) return undefined;
  const { session } = visitor;
  const stored = session && model.factors.isComparable(session) ? session : undefined;
  let state: SessionVector = stored ?? {
    vector: new Float32Array(space.vectors.dims),
    decayedAt: 0,
  };
  const items = stored ? fromPage : [...fromPage, ...(session?.recent ?? []).map((i) => i.itemId)];
  for (const itemId of [...items].reverse()) {
    const row = space.vectors.rowOf(itemId);
    if (row === undefined) continue;
    const input = space.vectors.inputAt(row);
    state = stepSession(state, { input, weight: 1, occurredAt: state.decayedAt });
  }
  const vector = readSession(state);
  return vector.some((value) => value !== 0) ? vector : undefined;
}

function userFactorOf(model: ShopModel, visitor: VisitorState): Float32Array | undefined {
  const { userFactor } = visitor;
  if (userFactor === undefined || !model.factors.isComparable(userFactor)) return undefined;
  return userFactor.vector.some((value) => value !== 0) ? userFactor.vector : undefined;
}

function sessionQuery(vector: Float32Array, userFactor: Float32Array | undefined): Float32Array {
  return queryVector({ dimensions: vector.length, userFactor, session: { vector } });
}
