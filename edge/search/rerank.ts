import type { RecommendRequest } from "@slipstream/contracts/recommend";
import type { SearchAnswer } from "@slipstream/contracts/search-api";
import type { Env, Settings } from "../env.ts";
import { hubOf } from "../hub/name.ts";
import { askModelServer } from "../recommend/model-client.ts";

/** How long a search waits for its order to follow the session; then the text's order stands. */
const DEADLINE_MS = 60;
/** Of that, what the model server may take: the way there and back takes the rest. */
const MODEL_DEADLINE_MS = 35;

/**
 * Puts a first page in the order that fits this session. The same items stay on the page, so that the
 * next page goes on where it should. While the model server or the hub is away or late, the order of
 * the text stands. Never throws.
 */
export async function rerank(
  answer: SearchAnswer,
  options: {
    env: Env;
    settings: Settings;
    shop: string;
    /** Who asks, if they agreed to be followed. */
    visitorId: string | undefined;
    /** What the page has in memory, newest first. */
    context: readonly string[];
  },
): Promise<SearchAnswer> {
  const { visitorId, context } = options;
  const knowsNothing = visitorId === undefined && context.length === 0;
  if (answer.page !== 1 || answer.items.length < 2 || knowsNothing) return answer;
  const candidates = answer.items.map(({ itemId }) => itemId);
  const ordered = await Promise.race([
    order(candidates, options).catch(() => undefined),
    new Promise<undefined>((resolve) => setTimeout(resolve, DEADLINE_MS, undefined)),
  ]);
  if (!ordered) return answer;
  const places = new Map(ordered.itemIds.map((itemId, place) => [itemId, place]));
  const placeOf = (itemId: string) => places.get(itemId) ?? candidates.length;
  const items = answer.items.toSorted((a, b) => placeOf(a.itemId) - placeOf(b.itemId));
  return { ...answer, items, requestId: ordered.requestId };
}

async function order(
  candidates: string[],
  options: Parameters<typeof rerank>[1],
): Promise<{ requestId: string; itemIds: string[] }> {
  const { env, settings, shop, visitorId, context } = options;
  const request: RecommendRequest = {
    shop,
    placement: "search_rerank",
    candidates,
    limit: candidates.length,
    ...(context.length > 0 ? { context: [...context] } : {}),
  };
  if (visitorId !== undefined) {
    request.visitorId = visitorId;
    request.sessionId = await hubOf(env, shop, visitorId)
      .sessionOf(visitorId)
      .catch(() => undefined);
  }
  const answer = await askModelServer({ settings, request, deadlineMs: MODEL_DEADLINE_MS });
  return { requestId: answer.requestId, itemIds: answer.items.map(({ itemId }) => itemId) };
}
