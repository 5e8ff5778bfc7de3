import { Redis } from "@upstash/redis/cloudflare";
import type { Settings } from "./env.ts";

/**
 * Redis over HTTP: a client costs nothing until it is asked. It rejects where Redis does not answer;
 * nothing here waits for a second try. `raw` answers what lies there as text, not as JSON.
 */
export function openRedis(settings: Settings, { raw = false } = {}): Redis {
  return new Redis({
    url: settings.UPSTASH_REDIS_REST_URL,
    token: settings.UPSTASH_REDIS_REST_TOKEN,
    retry: false,
    enableTelemetry: false,
    automaticDeserialization: !raw,
  });
}
