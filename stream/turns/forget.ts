import { keys } from "@slipstream/contracts/keys";
import { partitionOf } from "@slipstream/contracts/partition";
import type { Learners } from "../learning/learners.ts";
import type { ProcessorState } from "../processor/processor-state.ts";
import type { Command } from "../redis/pack-commands.ts";
import type { PartitionFence } from "../redis/partition-fence.ts";

/** Arguments of one command; Lua's `unpack` has room for about 8,000. */
const MAX_ARGUMENTS = 2_000;

/** Visitors of one shop whose data is to be erased, and the keys in Redis that hold it. */
export interface ForgetOrder {
  shop: string;
  visitorIds: readonly string[];
  redisKeys: readonly string[];
}

export interface Forgotten {
  /** Examples that were kept to be learnt from again. */
  reservoirEntries: number;
  /** For which partitions it is done: those that this processor held. */
  partitions: number[];
}

/**
 * Erases visitors from this process's memory and from Redis, between two turns and behind the same
 * fence: neither a later turn nor a checkpoint can write back what is gone. Examples of theirs may
 * lie in the reservoir of any partition: each holder looks through its own.
 * @throws FenceError; then the memory of this processor is void
 */
export async function forgetVisitors(
  parts: {
    state: ProcessorState;
    learners: Learners;
    fence: PartitionFence;
    partitions: ReadonlySet<number>;
  },
  { shop, visitorIds, redisKeys }: ForgetOrder,
): Promise<Forgotten> {
  const { state, learners, fence, partitions } = parts;
  await learners.ensure(new Map([[shop, new Set()]]));
  const { removed, reservoir } = learners.of(shop).forget(new Set(visitorIds));
  const commands: Command[] = [...partitions].map((home) => ["DEL", keys.reservoir(shop, home)]);
  commands.push(...reservoirCommands(shop, learners.home, reservoir));
  const own = visitorIds.filter((id) => partitions.has(partitionOf(id)));
  if (own.length > 0) {
    for (const key of redisKeys) {
      for (const table of [state.sessions, state.recents, state.orders]) table.drop(key);
    }
    // Its names are not keys; what others have is read again.
    state.userItems.prune(0);
    // The list may be from before their items were gathered out of an older version's keys.
    const gathered = own.map((id) => keys.userItems(shop, id));
    for (const part of chunks([...redisKeys, ...gathered])) commands.push(["DEL", ...part]);
  }
  await fence.commit({ writes: { increments: [], commands }, reached: new Map() });
  return { reservoirEntries: removed, partitions: [...partitions] };
}

/** Puts these examples, oldest first, in the place of those that a reservoir has. */
export function reservoirCommands(
  shop: string,
  home: number,
  reservoir: readonly string[],
): Command[] {
  const key = keys.reservoir(shop, home);
  return [["DEL", key], ...chunks(reservoir).map((part) => ["RPUSH", key, ...part])];
}

function chunks(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < values.length; from += MAX_ARGUMENTS) {
    parts.push(values.slice(from, from + MAX_ARGUMENTS));
  }
  return parts;
}
