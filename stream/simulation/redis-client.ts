import type { Redis } from "ioredis";
import type { ModelRedis } from "./model-redis.ts";

/** How a client's calls come to a store, and their answers back. */
export type Calls = <T>(run: () => T) => Promise<T>;

interface Question {
  /** Asks the store; answers how the asker is told. */
  ask: () => () => void;
  fail: (error: unknown) => void;
}

/**
 * A client of the model, as far as readers and the fence use one. What is asked in one go goes over
 * the wire together.
 */
class ModelRedisClient {
  readonly #redis: ModelRedis;
  readonly #calls: Calls;
  #waiting: Question[] = [];

  constructor(redis: ModelRedis, calls: Calls) {
    this.#redis = redis;
    this.#calls = calls;
  }

  defineCommand(): void {}

  mgetBuffer(keys: readonly string[]): Promise<(Buffer | null)[]> {
    return this.#ask((redis) => keys.map((key) => redis.string(key)));
  }

  readFieldsBuffer(count: number, ...args: string[]): Promise<(Buffer | null)[]> {
    return this.#ask((redis) =>
      args.slice(0, count).map((key, at) => redis.field(key, args[count + at] ?? "")),
    );
  }

  hget(key: string, field: string): Promise<string | null> {
    return this.#ask((redis) => redis.hash(key).get(field)?.toString() ?? null);
  }

  hgetall(key: string): Promise<Record<string, string>> {
    return this.#ask((redis) =>
      Object.fromEntries([...redis.hash(key)].map(([field, value]) => [field, String(value)])),
    );
  }

  hvalsBuffer(key: string): Promise<Buffer[]> {
    return this.#ask((redis) => [...redis.hash(key).values()]);
  }

  lrange(key: string): Promise<string[]> {
    return this.#ask((redis) => redis.list(key).map(String));
  }

  smembers(key: string): Promise<string[]> {
    return this.#ask((redis) => [...redis.set(key)]);
  }

  claimPartitions(count: number, ...args: string[]): Promise<string[] | string> {
    return this.#ask((redis) => redis.claim(args.slice(0, count), args.slice(count)));
  }

  commitTurn(count: number, ...args: (string | Buffer)[]): Promise<string> {
    const names = args.slice(0, count).map(String);
    return this.#ask((redis) => redis.commit(names, args.slice(count) as Buffer[]));
  }

  #ask<T>(question: (redis: ModelRedis) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#send());
      const ask = () => {
        const answer = question(this.#redis);
        return () => resolve(answer);
      };
      this.#waiting.push({ ask, fail: reject });
    });
  }

  #send(): void {
    const questions = this.#waiting;
    this.#waiting = [];
    this.#calls(() => questions.map(({ ask }) => ask())).then(
      (answers) => {
        for (const answer of answers) answer();
      },
      (error: unknown) => {
        for (const { fail } of questions) fail(error);
      },
    );
  }
}

/** A client of the model in the place of one of Redis. */
export function redisClient(redis: ModelRedis, calls: Calls): Redis {
  return new ModelRedisClient(redis, calls) as unknown as Redis;
}
