import { unpackCommands } from "./unpack-commands.ts";

type Value = Buffer | Buffer[] | Map<string, Buffer> | Set<string> | Map<string, number>;

/** Which of its promises a store does not keep: to see that somebody notices. */
export interface RedisFaults {
  /** Commits are taken whoever sends them. */
  ignoresTokens?: boolean;
  /** Commits are taken wherever the state is. */
  ignoresWatermarks?: boolean;
}

/**
 * Redis, as far as a processor knows it: values in memory, the commands of a turn, and the two
 * scripts, each done at once or not at all. Nothing expires.
 */
export class ModelRedis {
  readonly values = new Map<string, Value>();
  readonly #faults: RedisFaults;

  constructor(faults: RedisFaults = {}) {
    this.#faults = faults;
  }

  string(key: string): Buffer | null {
    return (this.values.get(key) as Buffer | undefined) ?? null;
  }

  field(key: string, field: string): Buffer | null {
    return (this.values.get(key) as Map<string, Buffer> | undefined)?.get(field) ?? null;
  }

  hash(key: string): Map<string, Buffer> {
    return this.#open(key, () => new Map<string, Buffer>());
  }

  list(key: string): Buffer[] {
    return this.#open(key, (): Buffer[] => []);
  }

  set(key: string): Set<string> {
    return this.#open(key, () => new Set<string>());
  }

  /** The claim of `commit.lua.ts`. */
  claim(names: readonly string[], tokens: readonly string[]): string[] | string {
    for (const [at, name] of names.entries()) {
      const held = this.hash(name).get("token");
      const isStale = held !== undefined && Number(held) > Number(tokens[at]);
      if (isStale && !this.#faults.ignoresTokens) return "stale_token";
    }
    return names.flatMap((name, at) => {
      this.hash(name).set("token", Buffer.from(tokens[at] ?? ""));
      return [this.hash(name).get("watermark")?.toString() ?? "0", "0"];
    });
  }

  /** The commit of `commit.lua.ts`. */
  commit(names: readonly string[], packed: readonly Buffer[]): string {
    const [tokens, expected, reached, increments, commands] = packed.map(unpackCommands);
    for (const [at, name] of names.entries()) {
      const held = this.hash(name);
      const isOurs = held.get("token")?.equals(tokens?.[0]?.[at] ?? Buffer.alloc(0)) === true;
      if (!isOurs && !this.#faults.ignoresTokens) return "stale_token";
      const isThere = (held.get("watermark")?.toString() ?? "0") === String(expected?.[0]?.[at]);
      if (!isThere && !this.#faults.ignoresWatermarks) return "stale_watermark";
    }
    for (const [command = "", key = "", ...pairs] of increments ?? []) {
      for (let at = 0; at < pairs.length; at += 2) {
        this.#run([command, key, pairs[at] ?? "", pairs[at + 1] ?? ""].map(Buffer.from));
      }
    }
    for (const command of commands ?? []) this.#run(command);
    for (const [at, name] of names.entries()) {
      const mark = reached?.[0]?.[at];
      if (mark !== undefined) this.hash(name).set("watermark", Buffer.from(mark));
    }
    return "ok";
  }

  #run([name, place, ...args]: readonly Buffer[]): void {
    const key = String(place);
    const command = commands[String(name)];
    if (command === undefined) throw new Error(`the model does not know ${name}`);
    command(this, key, args);
    const value = this.values.get(key);
    const size = value instanceof Map || value instanceof Set ? value.size : value?.length;
    if (size === 0) this.values.delete(key);
  }

  #open<T extends Value>(key: string, make: () => T): T {
    let value = this.values.get(key) as T | undefined;
    if (value === undefined) {
      value = make();
      this.values.set(key, value);
    }
    return value;
  }

  scores(key: string): Map<string, number> {
    return this.#open(key, () => new Map<string, number>());
  }
}

type Run = (redis: ModelRedis, key: string, args: readonly Buffer[]) => void;

const commands: Record<string, Run> = {
  SET: (redis, key, [bytes]) => redis.values.set(key, Buffer.from(bytes ?? "")),
  DEL: (redis, key) => redis.values.delete(key),
  EXPIRE: () => {},
  SADD: (redis, key, [member]) => redis.set(key).add(String(member)),
  SREM: (redis, key, [member]) => redis.set(key).delete(String(member)),
  RPUSH: (redis, key, lines) => redis.list(key).push(...lines.map(Buffer.from)),
  LTRIM: (redis, key, [from]) => {
    redis.values.set(key, redis.list(key).slice(Number(String(from))));
  },
  HSET: (redis, key, pairs) => {
    for (let at = 0; at < pairs.length; at += 2) {
      redis.hash(key).set(String(pairs[at]), Buffer.from(pairs[at + 1] ?? ""));
    }
  },
  HSETNX: (redis, key, [field, value]) => {
    const hash = redis.hash(key);
    if (!hash.has(String(field))) hash.set(String(field), Buffer.from(value ?? ""));
  },
  HDEL: (redis, key, fields) => {
    for (const field of fields) redis.hash(key).delete(String(field));
  },
  HINCRBY: (redis, key, [field, amount]) => {
    const hash = redis.hash(key);
    const before = Number(hash.get(String(field)) ?? 0);
    hash.set(String(field), Buffer.from(String(before + Number(String(amount)))));
  },
  ZINCRBY: (redis, key, [amount, member]) => {
    const scores = redis.scores(key);
    const name = String(member);
    scores.set(name, (scores.get(name) ?? 0) + Number(String(amount)));
  },
  ZREMRANGEBYSCORE: (redis, key) => {
    const scores = redis.scores(key);
    for (const [member, score] of scores) if (score <= 0) scores.delete(member);
  },
};
