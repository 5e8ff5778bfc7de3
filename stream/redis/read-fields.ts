import type { Redis } from "ioredis";

/** A field that is wanted, and who takes its value; null: there is none. */
export interface FieldRead {
  key: string;
  field: string;
  take(bytes: Buffer | null): void;
}

/** KEYS: hashes, one for each field wanted; ARGV: the fields. Answers their values. */
const script = `
local values = {}
for at, key in ipairs(KEYS) do values[at] = redis.call('HGET', key, ARGV[at]) end
return values
`;
/** Fields that one call asks for. */
const MAX_FIELDS_PER_READ = 2_000;

interface Script {
  readFieldsBuffer(numberOfKeys: number, ...rest: string[]): Promise<(Buffer | null)[]>;
}

/** Reads fields of many hashes: one script in place of a command for each hash. */
export class FieldReader {
  readonly #redis: Redis & Script;

  constructor(redis: Redis) {
    redis.defineCommand("readFields", { lua: script });
    this.#redis = redis as Redis & Script;
  }

  /** Reads fields, all on their way at once. */
  async read(reads: readonly FieldRead[]): Promise<void> {
    const parts: FieldRead[][] = [];
    for (let from = 0; from < reads.length; from += MAX_FIELDS_PER_READ) {
      parts.push(reads.slice(from, from + MAX_FIELDS_PER_READ));
    }
    await Promise.all(
      parts.map(async (part) => {
        const places = [...part.map(({ key }) => key), ...part.map(({ field }) => field)];
        const values = await this.#redis.readFieldsBuffer(part.length, ...places);
        values.forEach((bytes, at) => {
          part[at]!.take(bytes);
        });
      }),
    );
  }
}
