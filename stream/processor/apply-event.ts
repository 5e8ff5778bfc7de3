import {
  type EventType,
  eventWeights,
  isPositive,
  LEAST_LIKED_STARS,
} from "@slipstream/contracts/event-types";
import type { ShopEvent } from "@slipstream/contracts/events";
import { keys, trendingScore } from "@slipstream/contracts/keys";
import { RECENT_ITEMS } from "@slipstream/contracts/limits";
import { withRecent } from "../session/recent.ts";
import { stepSessionState } from "../session/session-step.ts";
import { countItem, type Skipped } from "./counters.ts";
import { HubNumbers } from "./hub-numbers.ts";
import { type EventItem, itemsOfEvent, type LoggedEvent } from "./logged-event.ts";
import type { ProcessorState, ShopView } from "./processor-state.ts";
import type { TurnWrites } from "./turn-writes.ts";

export interface Applied {
  outcome: "applied" | "duplicate";
  /** What a session showed or hid changed: whoever waits for its rail is to be told. */
  changed: boolean;
  skipped: Skipped[];
}

interface Applying {
  state: ProcessorState;
  writes: TurnWrites;
  view: ShopView;
  logged: LoggedEvent;
}

/** The field of a partition's hash that holds what was seen of a hub shard. */
export function hubField(shop: string, shard: number): string {
  return `hub:${shop}:${shard}`;
}

/**
 * Applies one event to the state, in log order. Pure: no clock, no I/O, the same state and event
 * always give the same state and writes.
 */
export function applyEvent(applying: Applying): Applied {
  const { logged } = applying;
  const applied: Applied = { outcome: "applied", changed: false, skipped: [] };
  if (!isFresh(applying)) return { ...applied, outcome: "duplicate" };
  if (eventWeights[logged.event.type] === 0) return applied;
  for (const item of itemsOfEvent(logged.event)) {
    const skipped = countItem({ ...applying, item });
    if (skipped !== undefined) applied.skipped.push(skipped);
    else if (tellsInterest(logged.event)) {
      followItem(applying, item);
      applied.changed = true;
    }
  }
  return applied;
}

/** Who gives one or two stars was interested once, and is no more: that is counted, not learnt. */
function tellsInterest({ type, rating = 0 }: ShopEvent): boolean {
  return type !== "rating" || rating >= LEAST_LIKED_STARS;
}

function isFresh({ state, writes, logged }: Applying): boolean {
  const { event, partition } = logged;
  const field = hubField(event.shop, event.hub.shard);
  const name = `${partition}/${field}`;
  let numbers = state.hubs.get(name);
  if (numbers === undefined) {
    numbers = new HubNumbers();
    state.hubs.set(name, numbers);
  }
  if (numbers.see(event.hub) === "duplicate") return false;
  writes.hubs.set(name, { partition, field });
  return true;
}

/** Learns from an item, moves the session by it and notes it where others look. */
function followItem(applying: Applying, item: EventItem): void {
  const { state, writes, view, logged } = applying;
  const { event, sequence, partition } = logged;
  const { shop, visitorId, sessionId, type, occurredAt } = event;
  const { itemId } = item;
  const sessionKey = keys.session(shop, sessionId);
  const recentKey = keys.recent(shop, visitorId);
  const session = state.sessions.get(sessionKey);
  const recent = state.recents.get(recentKey) ?? [];
  const learning = view.learning(shop);
  const weight = eventWeights[type];
  const teaches = event.untaught !== true;
  if (isPositive(type)) {
    const before = session?.recent.length ? session.recent : recent;
    const history = before.map((each) => each.itemId);
    const seen = { itemId, type, occurredAt };
    state.recents.set(recentKey, withRecent(recent, seen, RECENT_ITEMS));
    if (teaches) {
      const { line } = item;
      learning.learn({ sequence, line, visitorId, itemId, history, weight, occurredAt });
      trend(applying, itemId);
    }
  }
  state.sessions.set(
    sessionKey,
    stepSessionState(session, {
      item: { itemId, type, occurredAt },
      input: learning.inputOf(itemId),
      spaceId: learning.spaceId,
    }),
  );
  if (teaches && leavesStep(type)) {
    const order = event.orderId === undefined ? {} : { orderId: event.orderId };
    const { quantity } = item;
    const who = { eventSequence: sequence, visitorId, sessionId };
    writes.step(shop, partition, { ...who, itemId, type, ...order, quantity, occurredAt });
  }
  if (type === "hide" || type === "unhide") {
    const command = type === "hide" ? "SADD" : "SREM";
    writes.hidden.push({ command, key: keys.hidden(shop, visitorId), itemId });
  }
}

/** What the model server's views follow: interest, what takes it back, and what is hidden. */
function leavesStep(type: EventType): boolean {
  return isPositive(type) || type === "return" || type === "hide" || type === "unhide";
}

function trend({ writes, view, logged }: Applying, itemId: string): void {
  const { shop, type, occurredAt } = logged.event;
  const amount = trendingScore(eventWeights[type], occurredAt);
  for (const category of ["", ...view.categoriesOf(shop, itemId)]) {
    writes.trend(keys.trending(shop, category, logged.partition), itemId, amount);
  }
}
