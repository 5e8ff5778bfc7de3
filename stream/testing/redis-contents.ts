import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/**
 * Every key of a Redis with its whole value, TTLs aside, as text that compares: the state of a
 * processor, value by value. Fencing tokens are left out: they differ from run to run.
 */
export async function redisContents(redis: Redis): Promise<Map<string, string>> {
  const names = (await redis.keys("*")).sort();
  const contents = new Map<string, string>();
  for (const name of names) contents.set(name, await describeValue(redis, name));
  return contents;
}

async function describeValue(redis: Redis, name: string): Promise<string> {
  const type = await redis.type(name);
  if (type === "string") return hash([(await redis.getBuffer(name))!]);
  if (type === "list") return (await redis.lrange(name, 0, -1)).join(" ");
  if (type === "set") return (await redis.smembers(name)).sort().join(" ");
  if (type === "zset") return (await redis.zrange(name, "0", "-1", "WITHSCORES")).join(" ");
  const fields = (await redis.hkeys(name)).filter((field) => field !== "token").sort();
  const values = await Promise.all(
    fields.map(async (field) => {
      const value = (await redis.hgetBuffer(name, field))!;
      return `${field}=${value.length < 40 ? value.toString("latin1") : hash([value])}`;
    }),
  );
  return values.join(" ");
}

function hash(parts: readonly Uint8Array[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest("hex").slice(0, 32);
}
