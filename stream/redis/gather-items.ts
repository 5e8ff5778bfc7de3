import { BinaryFormatError } from "@slipstream/contracts/binary";
import { keys, ttlSeconds } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import {
  decodeUserItem1,
  encodeUserItem,
  type UserItemState,
} from "@slipstream/contracts/user-item";
import type { Redis } from "ioredis";
import type { Command } from "./pack-commands.ts";
import type { PartitionFence } from "./partition-fence.ts";

/** A key of a visitor and an item, as version 1 had it: its shop, visitor and item. */
const OLD_KEY = /^([a-z0-9-]+):user:([A-Za-z0-9_-]+):item:(.+)$/;
const OLD_MATCH = "*:user:*:item:*";
/** Keys that one step of the search looks at. */
const SCAN_STEP = 2_000;
/** Keys that one commit moves. */
const MAX_MOVED = 1_000;
/** The field of a partition's hash that says that what visitors did lies in one hash for each. */
const GATHERED = "gathered";
const VISITOR_TTL_MS = ttlSeconds.visitor * 1_000;
/** What PTTL says of a key that is gone, and of one that never goes. */
const [EXPIRED, FOR_EVER] = [-2, -1];

export interface Gathering {
  redis: Redis;
  fence: Pick<PartitionFence, "commit">;
  /** Claimed, and nothing of them is in memory yet. */
  partitions: Iterable<number>;
}

interface OldItem {
  key: string;
  /** The hash that it comes into. */
  place: string;
  itemId: string;
}

/**
 * Moves what an older version kept under a key for each visitor and item into the visitors' hashes,
 * once for each partition. Behind the fence, so that nobody else writes them meanwhile; what is
 * moved and what it was moved from change in one script, so that it may break off anywhere and
 * begin again. Answers how many there were.
 * @throws FenceError
 */
export async function gatherItems({ redis, fence, partitions }: Gathering): Promise<number> {
  const all = [...partitions];
  const marks = await Promise.all(all.map((each) => redis.hget(keys.partition(each), GATHERED)));
  const lacking = new Set(all.filter((_, at) => marks[at] === null));
  if (lacking.size === 0) return 0;
  let moved = 0;
  for await (const page of redis.scanStream({ match: OLD_MATCH, count: SCAN_STEP })) {
    const items = (page as string[]).flatMap((key) => oldItem(key, lacking) ?? []);
    for (let from = 0; from < items.length; from += MAX_MOVED) {
      const commands = await movesOf(redis, items.slice(from, from + MAX_MOVED));
      await fence.commit({ writes: { increments: [], commands }, reached: new Map() });
      moved += commands.filter(([name]) => name === "HSET").length;
    }
  }
  const commands = [...lacking].map((each) => ["HSET", keys.partition(each), GATHERED, "1"]);
  await fence.commit({ writes: { increments: [], commands }, reached: new Map() });
  return moved;
}

/** Says of a state that is built anew that there is nothing to be moved. */
export async function markGathered(redis: Redis, partitions: readonly number[]): Promise<void> {
  await Promise.all(partitions.map((each) => redis.hset(keys.partition(each), GATHERED, "1")));
}

function oldItem(key: string, partitions: ReadonlySet<number>): OldItem | undefined {
  const [, shop, visitorId, itemId] = OLD_KEY.exec(key) ?? [];
  if (shop === undefined || visitorId === undefined || itemId === undefined) return undefined;
  if (!partitions.has(partitionOf(visitorId))) return undefined;
  return { key, place: keys.userItems(shop, visitorId), itemId };
}

/** A hash lives as long as the last of its items would have. What nobody can read is left to expire. */
async function movesOf(redis: Redis, items: readonly OldItem[]): Promise<Command[]> {
  const places = [...new Set(items.map(({ place }) => place))];
  const [values, left, leftThere] = await Promise.all([
    Promise.all(items.map(({ key }) => readOld(redis, key))),
    Promise.all(items.map(({ key }) => redis.pttl(key))),
    Promise.all(places.map((place) => redis.pttl(place))),
  ]);
  const lives = new Map(places.map((place, at) => [place, leftThere[at] ?? 0]));
  const commands: Command[] = [];
  for (const [at, { key, place, itemId }] of items.entries()) {
    const state = values[at];
    const ms = left[at] ?? EXPIRED;
    if (state === undefined || ms === EXPIRED) continue;
    commands.push(["HSET", place, itemId, encodeUserItem(state)], ["DEL", key]);
    lives.set(place, Math.max(lives.get(place) ?? 0, ms === FOR_EVER ? VISITOR_TTL_MS : ms));
  }
  for (const [place, ms] of lives) if (ms > 0) commands.push(["PEXPIRE", place, String(ms)]);
  return commands;
}

/** Undefined where it has expired, or holds what no version wrote: one such key stops nobody. */
async function readOld(redis: Redis, key: string): Promise<UserItemState | undefined> {
  try {
    const bytes = await redis.getBuffer(key);
    return bytes === null ? undefined : decodeUserItem1(bytes);
  } catch (error) {
    if (error instanceof BinaryFormatError || isOfOtherType(error)) return undefined;
    throw error;
  }
}

function isOfOtherType(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("WRONGTYPE");
}
