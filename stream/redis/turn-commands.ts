import {
  encodeFactorRecord,
  encodeUserFactor,
  type FactorRecord,
} from "@slipstream/contracts/factors";
import { keys, ttlSeconds } from "@slipstream/contracts/keys";
import { encodeRecent, encodeSessionState } from "@slipstream/contracts/session-state";
import { encodeUserItem } from "@slipstream/contracts/user-item";
import type { ProcessorState } from "../processor/processor-state.ts";
import type { TurnWrites } from "../processor/turn-writes.ts";
import type { Command } from "./pack-commands.ts";

/** What one shop's learner changed in a turn. */
export interface LearnerWrites {
  shop: string;
  spaceId: number;
  records: readonly FactorRecord[];
  userFactors: readonly [visitorId: string, factor: Float32Array][];
  /** New entries of the replay reservoir, oldest first, encoded. */
  reservoir: readonly string[];
  reservoirCapacity: number;
  /** Set once, when the factors came from a checkpoint: what they had learnt from. */
  learntUpTo: number | undefined;
}

/** Arguments of one command; Lua's `unpack` has room for about 8,000. */
const MAX_ARGUMENTS = 2_000;
const SESSION_TTL = String(ttlSeconds.session);
const VISITOR_TTL = String(ttlSeconds.visitor);
const ORDER_TTL = String(ttlSeconds.order);

/**
 * The field of partition 0 that says up to where a shop's factors, restored from a checkpoint, had
 * learnt already: a rebuild that is interrupted must not learn those events again.
 */
export function learntField(shop: string): string {
  return `learnt:${shop}`;
}

/** What a turn writes into Redis. */
export interface TurnCommands {
  /** A command, its key, then two arguments for every call: nearly all that orders write. */
  increments: Command[];
  /** Whole commands, to be run after the increments, in this order. */
  commands: Command[];
}

/** Every Redis command of a turn. */
export function turnCommands(turn: {
  state: ProcessorState;
  writes: TurnWrites;
  learners: readonly LearnerWrites[];
}): TurnCommands {
  const { state, writes, learners } = turn;
  const commands: Command[] = [];
  visitorCommands(commands, state);
  orderCommands(commands, turn);
  for (const key of writes.fell) commands.push(["ZREMRANGEBYSCORE", key, "-inf", "0"]);
  for (const { command, key, itemId } of writes.hidden) {
    commands.push([command, key, itemId], ["EXPIRE", key, VISITOR_TTL]);
  }
  for (const [name, { partition, field }] of writes.hubs) {
    commands.push(["HSET", keys.partition(partition), field, state.hubs.get(name)!.encode()]);
  }
  for (const learner of learners) learnerCommands(commands, learner);
  return { increments: incrementsOf(writes), commands };
}

function visitorCommands(commands: Command[], state: ProcessorState): void {
  for (const [key, session] of state.sessions.takeDirty()) {
    commands.push(["SET", key, encodeSessionState(session), "EX", SESSION_TTL]);
  }
  for (const [key, recent] of state.recents.takeDirty()) {
    commands.push(["SET", key, encodeRecent(recent), "EX", VISITOR_TTL]);
  }
  for (const [key, userItem] of state.userItems.takeDirty()) {
    commands.push(["SET", key, encodeUserItem(userItem), "EX", VISITOR_TTL]);
  }
}

function orderCommands(
  commands: Command[],
  { state, writes }: { state: ProcessorState; writes: TurnWrites },
): void {
  for (const [key, lines] of state.orders.takeDirty()) {
    if (writes.orderRewrites.has(key)) {
      commands.push(["DEL", key]);
      pushLines(commands, key, lines);
    } else pushLines(commands, key, writes.orderLines.get(key) ?? []);
    commands.push(["EXPIRE", key, ORDER_TTL]);
  }
}

function incrementsOf(writes: TurnWrites): Command[] {
  const increments: Command[] = [];
  for (const [key, fields] of writes.stats) {
    const increment = ["HINCRBY", key];
    for (const [field, amount] of fields) increment.push(field, String(amount));
    increments.push(increment);
  }
  for (const [key, amounts] of writes.trending) {
    const increment = ["ZINCRBY", key];
    for (const { amount, itemId } of amounts) increment.push(String(amount), itemId);
    increments.push(increment);
  }
  for (const [key, items] of writes.together) {
    const increment = ["ZINCRBY", key];
    for (const [itemId, amount] of items) {
      if (amount !== 0) increment.push(String(amount), itemId);
    }
    if (increment.length > 2) increments.push(increment);
  }
  return increments;
}

function learnerCommands(commands: Command[], learner: LearnerWrites): void {
  const { shop, spaceId, learntUpTo } = learner;
  if (learntUpTo !== undefined) {
    commands.push(["HSET", keys.partition(0), learntField(shop), String(learntUpTo)]);
  }
  const buckets = new Map<string, (string | Uint8Array)[]>();
  for (const record of learner.records) {
    const key = keys.factors(shop, record.itemId);
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = ["HSET", key];
      buckets.set(key, bucket);
    }
    bucket.push(record.itemId, encodeFactorRecord(record));
    if (bucket.length < MAX_ARGUMENTS) continue;
    commands.push(bucket);
    buckets.delete(key);
  }
  for (const bucket of buckets.values()) commands.push(bucket);
  for (const [visitorId, vector] of learner.userFactors) {
    const bytes = encodeUserFactor({ spaceId, vector });
    commands.push(["SET", keys.userFactor(shop, visitorId), bytes, "EX", VISITOR_TTL]);
  }
  if (learner.reservoir.length > 0) {
    const key = keys.reservoir(shop);
    pushLines(commands, key, learner.reservoir);
    commands.push(["LTRIM", key, String(-learner.reservoirCapacity), "-1"]);
  }
}

function pushLines(commands: Command[], key: string, lines: readonly string[]): void {
  for (let from = 0; from < lines.length; from += MAX_ARGUMENTS) {
    commands.push(["RPUSH", key, ...lines.slice(from, from + MAX_ARGUMENTS)]);
  }
}
