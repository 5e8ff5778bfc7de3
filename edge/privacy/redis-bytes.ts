import { z } from "zod";
import type { Settings } from "../env.ts";

/** Redis is asked for this long: what it keeps is told where it answers. */
const TIMEOUT_MS = 1_000;

const encoded = z.string();
const repliesSchema = z.array(
  z.object({ result: z.union([encoded, z.array(encoded), z.number(), z.null()]) }),
);

export type RedisReply = Uint8Array | Uint8Array[] | number | null;

/**
 * Runs commands on Redis in one round trip and gives their replies as bytes: the client library
 * reads text, and what lies there is not. Throws where Redis does not answer, or refuses one.
 */
export async function redisBytes(
  settings: Settings,
  commands: readonly (readonly [command: string, ...rest: string[]])[],
): Promise<RedisReply[]> {
  if (commands.length === 0) return [];
  const response = await fetch(`${settings.UPSTASH_REDIS_REST_URL}/pipeline`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${settings.UPSTASH_REDIS_REST_TOKEN}`,
      "content-type": "application/json",
      "upstash-encoding": "base64",
    },
    body: JSON.stringify(commands),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const replies = repliesSchema.parse(await response.json());
  return replies.map(({ result }) => {
    if (typeof result === "string") return fromBase64(result);
    return Array.isArray(result) ? result.map(fromBase64) : result;
  });
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
