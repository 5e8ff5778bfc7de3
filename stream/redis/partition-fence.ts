import { keys } from "@slipstream/contracts/keys";
import type { Redis } from "ioredis";
import { claimScript, commitScript } from "./commit.lua.ts";
import { packCommands } from "./pack-commands.ts";
import type { TurnCommands } from "./turn-commands.ts";

/** Redis refused: somebody newer holds the partitions, or its state is not the one we left. */
export class FenceError extends Error {
  override readonly name = "FenceError";
  readonly code: "stale_token" | "stale_watermark";

  constructor(code: FenceError["code"]) {
    super(
      code === "stale_token"
        ? "a newer processor has claimed these partitions; or a rebuild broke off: npm run rebuild -- --finish; or NATS was made anew and Redis was not: then empty Redis as well"
        : "Redis is not where this processor left it",
    );
    this.code = code;
  }
}

/** How far partitions have come, asked without claiming them; 0 for what has not begun. */
export async function readWatermarks(
  redis: Redis,
  partitions: readonly number[],
): Promise<number[]> {
  const read = partitions.map((partition) => redis.hget(keys.partition(partition), "watermark"));
  return (await Promise.all(read)).map(Number);
}

interface Scripts {
  claimPartitions(numberOfKeys: number, ...rest: string[]): Promise<string[] | string>;
  commitTurn(numberOfKeys: number, ...rest: (string | Buffer)[]): Promise<string>;
}

/** A partition that is held, as Redis knows it. */
interface Held {
  token: string;
  watermark: number;
}

/** The field of a partition's hash that stands while it lacks events that the log no longer has. */
const INCOMPLETE = "incomplete";

/**
 * The partitions that one processor holds, as Redis knows them: a fencing token for each, and how
 * far it has come. Everything that a processor writes goes through `commit`.
 */
export class PartitionFence {
  readonly #redis: Redis & Scripts;
  readonly #held = new Map<number, Held>();

  /** Without a partition, until `add`. */
  constructor(redis: Redis) {
    redis.defineCommand("claimPartitions", { lua: claimScript });
    redis.defineCommand("commitTurn", { lua: commitScript });
    this.#redis = redis as Redis & Scripts;
  }

  /** A fence with its first partitions: see `add`. */
  static async claim(options: {
    redis: Redis;
    tokens: ReadonlyMap<number, number>;
  }): Promise<PartitionFence> {
    const fence = new PartitionFence(options.redis);
    await fence.add(options.tokens);
    return fence;
  }

  /**
   * Marks partitions as held under their tokens; from then on older holders are refused. With
   * `marksNew`, those that nobody has held in this Redis are incomplete until `complete`. Answers
   * those that are.
   * @throws FenceError `stale_token` when a newer holder was there first; then none is marked
   */
  async add(
    tokens: ReadonlyMap<number, number>,
    options: { marksNew: boolean } = { marksNew: false },
  ): Promise<Set<number>> {
    const names = [...tokens.keys()].map((partition) => keys.partition(partition));
    const args = [...[...tokens.values()].map(String), options.marksNew ? "1" : "0"];
    const answer = await this.#redis.claimPartitions(names.length, ...names, ...args);
    if (!Array.isArray(answer)) throw new FenceError("stale_token");
    const incomplete = new Set<number>();
    for (const [at, [partition, token]] of [...tokens].entries()) {
      const watermark = Number(answer[2 * at]);
      this.#held.set(partition, { token: String(token), watermark });
      if (answer[2 * at + 1] === "1") incomplete.add(partition);
    }
    return incomplete;
  }

  /** Lets go of partitions: nothing is written for them any more. */
  drop(partitions: Iterable<number>): void {
    for (const partition of partitions) this.#held.delete(partition);
  }

  /** The last EVENTS sequence applied, per partition held; 0 for none. */
  watermarks(): Map<number, number> {
    return new Map([...this.#held].map(([partition, { watermark }]) => [partition, watermark]));
  }

  /** Notes that partitions lack what the log no longer has, or that they lack nothing any more. */
  async markIncomplete(partitions: Iterable<number>, isIncomplete: boolean): Promise<void> {
    const commands = [...partitions].map((partition) =>
      isIncomplete
        ? ["HSET", keys.partition(partition), INCOMPLETE, "1"]
        : ["HDEL", keys.partition(partition), INCOMPLETE],
    );
    await this.commit({ writes: { increments: [], commands }, reached: new Map() });
  }

  /**
   * Writes all effects of a turn with the new watermarks: nobody sees a part of them, and a turn
   * that is refused has written nothing. Redis does not roll back a script that fails midway, so
   * what is sent must not fail: amounts are finite, and no key has two types.
   * @throws FenceError; then the memory of this processor is void and has to be read again
   */
  async commit(turn: {
    writes: TurnCommands;
    reached: ReadonlyMap<number, number>;
  }): Promise<void> {
    const held = [...this.#held];
    const reached = held.map(
      ([partition, { watermark }]) => turn.reached.get(partition) ?? watermark,
    );
    const answer = await this.#redis.commitTurn(
      held.length,
      ...held.map(([partition]) => keys.partition(partition)),
      packCommands([held.map(([, { token }]) => token)]),
      packCommands([held.map(([, { watermark }]) => String(watermark))]),
      packCommands([reached.map(String)]),
      packCommands(turn.writes.increments),
      packCommands(turn.writes.commands),
    );
    if (answer !== "ok") {
      throw new FenceError(answer === "stale_token" ? "stale_token" : "stale_watermark");
    }
    for (const [at, [, each]] of held.entries()) each.watermark = reached[at]!;
  }
}
