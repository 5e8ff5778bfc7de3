import { type Environment, readEnvironment } from "../env.ts";
import { LogClient } from "./log-client.ts";

/** As much of a test's services as a processor needs. */
interface Stores {
  postgres: { appUrl: string };
  redis: { urls: { url: string } };
  nats: { urls: { url: string } };
}

/** What a processor on a test's own stores is told: a free port, leases that soon end, and `more`. */
export function environmentOn(
  { postgres, redis, nats }: Stores,
  more: Readonly<Record<string, string>> = {},
): Environment {
  return readEnvironment({
    DATABASE_URL: postgres.appUrl,
    REDIS_URL: redis.urls.url,
    NATS_URL: nats.urls.url,
    STREAM_PORT: "0",
    LEASE_TTL_MS: "1000",
    ...more,
  });
}

/** The log that a processor of that environment reads. */
export function openLog({ NATS_URL, REDIS_URL }: Environment): Promise<LogClient> {
  return LogClient.open({ natsUrl: NATS_URL, redisUrl: REDIS_URL });
}
