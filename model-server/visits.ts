import { MAX_EARLIER, MAX_RECENT } from "@slipstream/algorithms/engine/query";
import type { VisitHistory } from "@slipstream/algorithms/engine/visit-history";
import { isPositive } from "@slipstream/contracts/event-types";
import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { RecentItem } from "@slipstream/contracts/session-state";
import type { VisitorState } from "./session-reader.ts";
import type { ShopModel } from "./shop-model.ts";

/** What a visitor did, as sources see it. */
export interface Visits {
  /** Number of the session that asks; −1 for one that the log has not told of. */
  session: number;
  recent: readonly number[];
  recentAt: readonly number[];
  earlier: readonly number[];
}

/**
 * The visits of the session that asks and of earlier ones: what Redis knows at this moment, told by
 * the log's view where that has just the same, since lists in Redis keep no repeats. In front of it
 * stands what only the page knows.
 */
export function visitsOf(options: {
  model: ShopModel;
  request: RecommendRequest;
  visitor: VisitorState;
  fromPage: readonly string[];
  nowMs: number;
}): Visits {
  const { model, request, visitor, fromPage, nowMs } = options;
  const { sessions, visitors } = model.steps;
  const session = request.sessionId === undefined ? -1 : sessions.numberOf(request.sessionId);
  const history =
    request.visitorId === undefined ? undefined : visitors.historyOf(request.visitorId);
  const stored = rowsOf(model, visitor.session?.recent ?? []);
  const own = isTold(history, session, stored.recent) ? history : stored;
  const page = fromPage.map((itemId) => model.ids.rowOf(itemId)).filter((row) => row !== undefined);
  return {
    session,
    recent: [...page, ...own.recent].slice(0, MAX_RECENT),
    recentAt: [...page.map(() => nowMs), ...own.recentAt].slice(0, MAX_RECENT),
    earlier: history?.earlierThan(session) ?? earlierOf(model, visitor, stored.recent),
  };
}

/** The log's view has the session that Redis has, as far. */
function isTold(
  history: VisitHistory | undefined,
  session: number,
  stored: readonly number[],
): history is VisitHistory {
  if (history === undefined || session < 0 || history.session !== session) return false;
  return stored.length > 0 && history.recent[0] === stored[0];
}

function rowsOf(model: ShopModel, items: readonly RecentItem[]) {
  const recent: number[] = [];
  const recentAt: number[] = [];
  for (const { itemId, type, occurredAt } of items) {
    const row = isPositive(type) ? model.ids.rowOf(itemId) : undefined;
    if (row === undefined) continue;
    recent.push(row);
    recentAt.push(occurredAt);
  }
  return { recent, recentAt };
}

/** Items that Redis has of the visitor, but not of the session. */
function earlierOf(model: ShopModel, visitor: VisitorState, session: readonly number[]): number[] {
  const { recent } = rowsOf(model, visitor.recent);
  return recent.filter((row) => !session.includes(row)).slice(0, MAX_EARLIER);
}
