import { HUB_SHARDS, PARTITIONS } from "./limits.ts";

/**
 * 32-bit FNV-1a over UTF-16 code units with Murmur3's finaliser, so that short, similar ids spread
 * over few buckets. Stable for ever: partitions, shards and experiment buckets hang on it.
 */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hub shard of a visitor, 0 … HUB_SHARDS − 1. */
export function shardOf(visitorId: string): number {
  return stableHash(visitorId) % HUB_SHARDS;
}

/** The partition of a visitor, 0 … PARTITIONS − 1; every visitor of a shard has the same one. */
export function partitionOf(visitorId: string): number {
  return shardOf(visitorId) % PARTITIONS;
}
