import type { Placement } from "@slipstream/contracts/placements";
import type { Reason, RecommendResponse } from "@slipstream/contracts/recommend";
import { recommendResponseSchema } from "@slipstream/contracts/recommend";

/** How long a list serves as a fallback. */
const CACHE = "last-good";
const KEEP_SECONDS = 24 * 3600;
/** A list is written again at most this often. */
const REWRITE_MS = 30_000;
const MAX_REMEMBERED = 5_000;

/** Lists that are about a product or the shop, not about a person: only they are kept. */
const shared: ReadonlySet<Placement> = new Set(["similar", "bought_together", "trending"]);

interface Place {
  shop: string;
  placement: Placement;
  itemId?: string | undefined;
}

/** When this isolate last wrote a list. */
const writtenAt = new Map<string, number>();

/** Whether lists of a placement are kept at all. */
export function isShared(placement: Placement): boolean {
  return shared.has(placement);
}

/** Keeps a shared list for when the model server is away; what it says of the visitor is taken out. */
export async function keepLastGood(place: Place, answer: RecommendResponse): Promise<void> {
  const kept = answer.items.filter((item) => isKept(place, item.reason));
  if (answer.degraded || kept.length === 0) return;
  const url = urlOf(place);
  const nowMs = Date.now();
  if (nowMs - (writtenAt.get(url) ?? 0) < REWRITE_MS) return;
  if (writtenAt.size >= MAX_REMEMBERED) writtenAt.clear();
  writtenAt.set(url, nowMs);
  const reason = sharedReason(place);
  const items = kept.map((item) => ({ ...item, reason }));
  const response = Response.json(
    { ...answer, items, arms: {}, standIn: undefined },
    { headers: { "cache-control": `public, max-age=${KEEP_SECONDS}` } },
  );
  await (await caches.open(CACHE)).put(url, response);
}

/** The list that stands in, marked degraded and under an id of its own; undefined where none is. */
export async function lastGood(place: Place): Promise<RecommendResponse | undefined> {
  const cache = await caches.open(CACHE);
  for (const candidate of standIns(place)) {
    const response = await cache.match(urlOf(candidate));
    const parsed = recommendResponseSchema.safeParse(await response?.json());
    if (parsed.success) {
      return {
        ...parsed.data,
        requestId: crypto.randomUUID(),
        placement: place.placement,
        degraded: true,
        stale: true,
        timingMs: {},
      };
    }
  }
  return undefined;
}

/** What may stand in for a list, the nearest first. */
function standIns({ shop, placement, itemId }: Place): Place[] {
  const places: Place[] = [];
  if (shared.has(placement)) places.push({ shop, placement, itemId });
  if (itemId !== undefined) places.push({ shop, placement: "similar", itemId });
  places.push({ shop, placement: "trending" });
  return places;
}

/** That something was bought together is said only of what was: not of what filled that list up. */
function isKept({ placement }: Place, { code }: Reason): boolean {
  return placement !== "bought_together" || code === "bought_together";
}

function sharedReason({ placement, itemId }: Place): Reason {
  if (placement === "trending" || itemId === undefined) return { code: "trending" };
  return { code: placement === "bought_together" ? "bought_together" : "similar_to", itemId };
}

function urlOf({ shop, placement, itemId }: Place): string {
  return `https://last-good.invalid/${shop}/${placement}/${encodeURIComponent(itemId ?? "")}`;
}
