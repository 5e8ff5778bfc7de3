import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** Longer values, and those that are no text, are told by their hash. */
const MAX_SHOWN = 60;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** Who holds a partition is not state; what came from a checkpoint is told apart by it alone. */
const LEFT_OUT = /^(?:token|learnt:.*)$/;

/**
 * The values under keys, each as lines that compare: one for each field or member, in an order that
 * does not depend on how they came in. A key that is not there has no lines. TTLs are left out.
 */
export async function readValues(redis: Redis, keys: readonly string[]): Promise<string[][]> {
  const types = await Promise.all(keys.map((key) => redis.type(key)));
  return Promise.all(keys.map((key, at) => readValue(redis, key, types[at] ?? "none")));
}

async function readValue(redis: Redis, key: string, type: string): Promise<string[]> {
  switch (type) {
    case "string": {
      const bytes = await redis.getBuffer(key);
      return bytes === null ? [] : [shown(bytes)];
    }
    case "list":
      return (await redis.lrangeBuffer(key, 0, -1)).map(shown);
    case "set":
      return (await redis.smembersBuffer(key)).map(shown).sort();
    case "zset":
      return pairs(await redis.zrangeBuffer(key, "0", "-1", "WITHSCORES"));
    case "hash":
      return Object.entries(await redis.hgetallBuffer(key))
        .filter(([field]) => !LEFT_OUT.test(field))
        .map(([field, value]) => `${field} = ${shown(value)}`)
        .sort();
    default:
      return [];
  }
}

function pairs(flat: readonly Buffer[]): string[] {
  return flat.flatMap((member, at) =>
    at % 2 === 0 ? [`${shown(member)} = ${flat[at + 1]?.toString() ?? ""}`] : [],
  );
}

function shown(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  if (text.length <= MAX_SHOWN && PRINTABLE.test(text)) return text;
  return `sha256 ${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}`;
}
