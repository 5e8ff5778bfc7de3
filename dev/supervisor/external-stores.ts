import { natsUrlSchema } from "@slipstream/contracts/nats-address";
import { z } from "zod";

/** Stores that run already and are named by the environment; private ones are started for the rest. */
export interface ExternalStores {
  postgres?: { appUrl: string; ownerUrl?: string };
  redisUrl?: string;
  nats?: { url: string; wsUrl?: string };
}

/** An empty value counts as unset, as a line `DATABASE_URL=` in .env means it. */
const optionalUrl = z.preprocess((value) => value || undefined, z.url().optional());

const environmentSchema = z.object({
  DATABASE_URL: optionalUrl,
  DATABASE_OWNER_URL: optionalUrl,
  REDIS_URL: optionalUrl,
  NATS_URL: z.preprocess((value) => value || undefined, natsUrlSchema.optional()),
  NATS_WS_URL: optionalUrl,
});

/**
 * Reads DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL, NATS_URL and NATS_WS_URL.
 * @throws ZodError naming the variable that is not a URL
 */
export function externalStores(environment: NodeJS.ProcessEnv): ExternalStores {
  const parsed = environmentSchema.parse(environment);
  return {
    postgres: parsed.DATABASE_URL
      ? { appUrl: parsed.DATABASE_URL, ownerUrl: parsed.DATABASE_OWNER_URL }
      : undefined,
    redisUrl: parsed.REDIS_URL,
    nats: parsed.NATS_URL ? { url: parsed.NATS_URL, wsUrl: parsed.NATS_WS_URL } : undefined,
  };
}
