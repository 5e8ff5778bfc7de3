import { z } from "zod";
import { startGateway } from "./services/gateway.ts";

/*
 * The gateway of Upstash's protocol as a process of its own, in front of a Redis that nobody hosts:
 * what the worker's UPSTASH_REDIS_REST_URL and _TOKEN name.
 */

export const environmentSchema = z.object({
  REDIS_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(32),
  GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
  GATEWAY_PORT: z.coerce.number().int().default(8079),
});

if (import.meta.main) {
  const environment = environmentSchema.parse(process.env);
  const gateway = await startGateway({
    redisUrl: environment.REDIS_URL,
    token: environment.UPSTASH_REDIS_REST_TOKEN,
    host: environment.GATEWAY_HOST,
    port: environment.GATEWAY_PORT,
  });
  console.log(`listening at ${gateway.urls.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void gateway.stop().then(() => process.exit(0)));
  }
}
