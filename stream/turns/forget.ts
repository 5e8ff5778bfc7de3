import { keys } from "@slipstream/contracts/keys";
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
}

/**
 * Erases visitors from this process's memory and from Redis, between two turns and behind the same
 * fence: neither a later turn nor a checkpoint can write back what is gone.
 * @throws FenceError; then the memory of this processor is void
 */
export async function forgetVisitors(
  parts: { state: ProcessorState; learners: Learners; fence: PartitionFence },
  { shop, visitorIds, redisKeys }: ForgetOrder,
): Promise<Forgotten> {
  const { state, learners, fence } = parts;
  await learners.ensure(new Map([[shop, new Set()]]));
  const { removed, reservoir } = learners.of(shop).forget(new Set(visitorIds));
  for (const key of redisKeys) {
    for (const table of [state.sessions, state.recents, state.userItems, state.orders]) {
      table.drop(key);
    }
  }
  const commands: Command[] = chunks(redisKeys).map((part) => ["DEL", ...part]);
  if (removed > 0) {
    const key = keys.reservoir(shop);
    commands.push(["DEL", key]);
    for (const part of chunks(reservoir)) commands.push(["RPUSH", key, ...part]);
  }
  await fence.commit({ writes: { increments: [], commands }, reached: new Map() });
  return { reservoirEntries: removed };
}

function chunks(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let from = 0; from < values.length; from += MAX_ARGUMENTS) {
    parts.push(values.slice(from, from + MAX_ARGUMENTS));
  }
  return parts;
}
