import { stableHash } from "./partition.ts";

/** Hashes that the item factors of one shop are spread over. */
export const FACTOR_BUCKETS = 64;

/** Seconds that state of a visitor lives without being touched. */
export const ttlSeconds = {
  session: 24 * 3600,
  visitor: 30 * 24 * 3600,
  order: 30 * 24 * 3600,
} as const;

/**
 * Redis keys. Everything but `partition` starts with the shop. What several partitions write has
 * one key per partition and is merged by whoever reads it.
 */
export const keys = {
  /** SessionState bytes. */
  session: (shop: string, sessionId: string) => `${shop}:session:${sessionId}`,
  /** Recent bytes (last 50, newest first). */
  recent: (shop: string, visitorId: string) => `${shop}:visitor:${visitorId}:recent`,
  /** Set of item ids that the visitor does not want to see. */
  hidden: (shop: string, visitorId: string) => `${shop}:visitor:${visitorId}:hidden`,
  /** UserFactor bytes. */
  userFactor: (shop: string, userId: string) => `${shop}:user:${userId}:factor`,
  /** Hash: item id → UserItemState bytes, all that the visitor has done something with. */
  userItems: (shop: string, userId: string) => `${shop}:user:${userId}:items`,
  /** Hash: total_views, total_purchases, rating_sum, rating_count. Integers; ratings × 100. */
  productStats: (shop: string, itemId: string, partition: number) =>
    `${shop}:product:${itemId}:stats:${partition}`,
  /** Sorted set: item → forward-decayed score (see `trendingScore`). Category "" is the shop. */
  trending: (shop: string, category: string, partition: number) =>
    `${shop}:trending:${category}:${partition}`,
  /** Sorted set: item → times bought in one order with `itemId`. */
  together: (shop: string, itemId: string, partition: number) =>
    `${shop}:together:${itemId}:${partition}`,
  /** List of item ids of one order, in order of purchase. */
  order: (shop: string, orderId: string) => `${shop}:order:${orderId}`,
  /** Hash: item id → FactorRecord bytes, the component of one home. */
  factors: (shop: string, itemId: string, home = 0) =>
    keys.factorBucket(shop, stableHash(itemId) % FACTOR_BUCKETS, home),
  factorBucket: (shop: string, bucket: number, home = 0) =>
    atHome(`${shop}:factors:${bucket}`, home),
  /** Set: homes besides 0 that have ever kept components of the shop's items. */
  factorHomes: (shop: string) => `${shop}:factor-homes`,
  /** List: a learner's replay reservoir, oldest first. */
  reservoir: (shop: string, home = 0) => atHome(`${shop}:reservoir`, home),
  /** Hash: watermark, token, and what was seen of each hub shard. */
  partition: (partition: number) => `partition:${partition}`,
} as const;

/** What a processor keeps under its home, the lowest partition that it holds; 0 with one alone. */
function atHome(key: string, home: number): string {
  return home === 0 ? key : `${key}:${home}`;
}

/** Half-life of trending, in milliseconds of event time. */
export const TRENDING_HALF_LIFE_MS = 3 * 24 * 3600 * 1000;
/** The landmark of forward decay: no event that counts is older. */
const TRENDING_LANDMARK_MS = Date.UTC(2025, 0, 1);

/**
 * The amount that one event adds to a trending score: weight · 2^((t − landmark) / half-life).
 * Forward decay (Cormode et al., ICDE 2009, section 3): sums never have to be decayed again and
 * those of several partitions add up. Doubles hold it until the year 2033.
 */
export function trendingScore(weight: number, occurredAt: number): number {
  return weight * 2 ** (Math.max(0, occurredAt - TRENDING_LANDMARK_MS) / TRENDING_HALF_LIFE_MS);
}
