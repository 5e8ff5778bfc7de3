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
        ? "a newer processor has claimed these partitions; or NATS was made anew and Redis was not: then empty Redis as well"
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

/**
 * The partitions that one processor holds, as Redis knows them: its fencing token and how far each
 * has come. Everything that a processor writes goes through `commit`.
 */
export class PartitionFence {
  readonly #redis: Redis & Scripts;
  readonly #token: string;
  readonly #keys: string[];
  readonly #partitions: readonly number[];
  #watermarks: number[];

  private constructor(options: {
    redis: Redis & Scripts;
    token: string;
    partitions: readonly number[];
    watermarks: number[];
  }) {
    this.#redis = options.redis;
    this.#token = options.token;
    this.#partitions = options.partitions;
    this.#keys = options.partitions.map((partition) => keys.partition(partition));
    this.#watermarks = options.watermarks;
  }

  /**
   * Marks the partitions as held under a token; from then on older holders are refused.
   * @throws FenceError `stale_token` when a newer holder was there first
   */
  static async claim(options: {
    redis: Redis;
    token: number;
    partitions: readonly number[];
  }): Promise<PartitionFence> {
    options.redis.defineCommand("claimPartitions", { lua: claimScript });
    options.redis.defineCommand("commitTurn", { lua: commitScript });
    const redis = options.redis as Redis & Scripts;
    const token = String(options.token);
    const names = options.partitions.map((partition) => keys.partition(partition));
    const answer = await redis.claimPartitions(names.length, ...names, token);
    if (!Array.isArray(answer)) throw new FenceError("stale_token");
    const watermarks = answer.map(Number);
    return new PartitionFence({ redis, token, partitions: options.partitions, watermarks });
  }

  /** The last EVENTS sequence applied, per partition held; 0 for none. */
  watermarks(): Map<number, number> {
    return new Map(this.#partitions.map((partition, at) => [partition, this.#watermarks[at]!]));
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
    const reached = this.#partitions.map(
      (partition, at) => turn.reached.get(partition) ?? this.#watermarks[at]!,
    );
    const answer = await this.#redis.commitTurn(
      this.#keys.length,
      ...this.#keys,
      this.#token,
      packCommands([this.#watermarks.map(String)]),
      packCommands([reached.map(String)]),
      packCommands(turn.writes.increments),
      packCommands(turn.writes.commands),
    );
    if (answer !== "ok") {
      throw new FenceError(answer === "stale_token" ? "stale_token" : "stale_watermark");
    }
    this.#watermarks = reached;
  }
}
