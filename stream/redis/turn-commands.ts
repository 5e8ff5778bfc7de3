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
import { placeOfUserItem } from "../processor/user-item-name.ts";
import type { Command } from "./pack-commands.ts";

/** What one shop's learner changed in a turn. */
export interface LearnerWrites {
  shop: string;
  /** Under which its components and examples are kept and told. */
  home: number;
  spaceId: number;
  /** Its components of the items that it moved. */
  records: readonly FactorRecord[];
  /** Homes whose components the records have taken in, and those components, which are no more. */
  absorbed: readonly number[];
  removed: readonly { home: number; itemId: string }[];
  userFactors: readonly [visitorId: string, factor: Float32Array][];
  /** New entries of the replay reservoir, oldest first, encoded. */
  reservoir: readonly string[];
  reservoirCapacity: number;
  /** Homes whose replay reservoirs have come into this one. */
  emptiedReservoirs: readonly number[];
  /** Set once, when the factors came from a checkpoint: what they had learnt from. */
  learntUpTo: number | undefined;
}

/** Arguments of one command; Lua's `unpack` has room for about 8,000. */
const MAX_ARGUMENTS = 2_000;
const SESSION_TTL = String(ttlSeconds.session);
const VISITOR_TTL = String(ttlSeconds.visitor);
const ORDER_TTL = String(ttlSeconds.order);

/**
 * The field of a home's partition that says up to where a shop's factors, restored from a
 * checkpoint, had learnt already: a rebuild that is interrupted must not learn those events again.
 * Of a home whose components were all taken in by another it says that they are not missing.
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
  userItemCommands(commands, state);
}

function userItemCommands(commands: Command[], state: ProcessorState): void {
  const items = new Buckets(commands, "HSET");
  const touched = new Set<string>();
  for (const [name, userItem] of state.userItems.takeDirty()) {
    const { key, field } = placeOfUserItem(name);
    items.push(key, field, encodeUserItem(userItem));
    touched.add(key);
  }
  items.end();
  for (const key of touched) commands.push(["EXPIRE", key, VISITOR_TTL]);
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
  const { shop, home, spaceId, learntUpTo } = learner;
  if (learntUpTo !== undefined) {
    commands.push(["HSET", keys.partition(home), learntField(shop), String(learntUpTo)]);
  }
  componentCommands(commands, learner);
  for (const [visitorId, vector] of learner.userFactors) {
    const bytes = encodeUserFactor({ spaceId, vector });
    commands.push(["SET", keys.userFactor(shop, visitorId), bytes, "EX", VISITOR_TTL]);
  }
  for (const emptied of learner.emptiedReservoirs)
    commands.push(["DEL", keys.reservoir(shop, emptied)]);
  if (learner.reservoir.length > 0) {
    const key = keys.reservoir(shop, home);
    pushLines(commands, key, learner.reservoir);
    commands.push(["LTRIM", key, String(-learner.reservoirCapacity), "-1"]);
  }
}

/** Components of items that were moved; those that they have taken in go in the same script. */
function componentCommands(commands: Command[], learner: LearnerWrites): void {
  const { shop, home, records, removed } = learner;
  if (home !== 0 && records.length > 0)
    commands.push(["SADD", keys.factorHomes(shop), String(home)]);
  const kept = new Buckets(commands, "HSET");
  for (const record of records) {
    const { itemId } = record;
    kept.push(keys.factors(shop, itemId, home), itemId, encodeFactorRecord(record));
  }
  kept.end();
  const gone = new Buckets(commands, "HDEL");
  for (const { home: other, itemId } of removed)
    gone.push(keys.factors(shop, itemId, other), itemId);
  gone.end();
  for (const other of new Set(removed.map((each) => each.home))) {
    commands.push(["HSETNX", keys.partition(other), learntField(shop), "0"]);
  }
}

/** Gathers arguments of one command by key, in commands that are not too long. */
class Buckets {
  readonly #commands: Command[];
  readonly #name: string;
  readonly #open = new Map<string, (string | Uint8Array)[]>();

  constructor(commands: Command[], name: string) {
    this.#commands = commands;
    this.#name = name;
  }

  push(key: string, ...values: (string | Uint8Array)[]): void {
    let bucket = this.#open.get(key);
    if (bucket === undefined) {
      bucket = [this.#name, key];
      this.#open.set(key, bucket);
    }
    bucket.push(...values);
    if (bucket.length < MAX_ARGUMENTS) return;
    this.#commands.push(bucket);
    this.#open.delete(key);
  }

  end(): void {
    this.#commands.push(...this.#open.values());
  }
}

function pushLines(commands: Command[], key: string, lines: readonly string[]): void {
  for (let from = 0; from < lines.length; from += MAX_ARGUMENTS) {
    commands.push(["RPUSH", key, ...lines.slice(from, from + MAX_ARGUMENTS)]);
  }
}
