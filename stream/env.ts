import { natsUrlSchema } from "@slipstream/contracts/nats-address";
import { z } from "zod";

/** Every variable that the stream processor reads. */
export const environmentSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  NATS_URL: natsUrlSchema,
  /** The address that `/health`, `/metrics` and `/status` answer on: nobody else's by default. */
  STREAM_HOST: z.string().min(1).default("127.0.0.1"),
  STREAM_PORT: z.coerce.number().int().min(0).max(65_535).default(8788),
  /** Where the edge worker is; without it nobody is told about changed sessions. */
  EDGE_URL: z.url().optional(),
  INTERNAL_SECRET: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Copies of each stream in a NATS cluster. */
  NATS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
  /** A connection over which two such pings in a row were not answered is made anew. */
  NATS_PING_INTERVAL_MS: z.coerce.number().int().min(100).max(120_000).default(5_000),
  /** How long NATS drops messages whose id it knows; by their numbers events count once anyway. */
  NATS_DUPLICATE_WINDOW_MS: z.coerce.number().int().min(100).max(3_600_000).default(120_000),
  /** A lease that is not renewed for this long can be taken by another processor. */
  LEASE_TTL_MS: z.coerce.number().int().min(300).max(60_000).default(3_000),
  /** A fixed number of replays per event; without it the number bends with the lag. */
  LEARN_REPLAYS: z.coerce.number().int().min(0).max(64).optional(),
  /** Events that are applied, and committed, together at most; half as many beside others. */
  TURN_EVENTS: z.coerce.number().int().min(1).max(8_192).default(2_048),
  /** Where spans go (OTLP over HTTP); without it they are only kept for the page of traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.preprocess((url) => url || undefined, z.url().optional()),
  /** A live event that took longer from its receipt on is traced, sampled or not. */
  TRACE_SLOW_MS: z.coerce.number().min(0).default(250),
  /** Written into the leases; others find this processor by it where it listens on all addresses. */
  HOSTNAME: z
    .string()
    .regex(/^[-_.a-zA-Z0-9]+$/)
    .default("stream"),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The environment cannot be used; the message names each variable and what is wrong with it. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly code = "environment";
}

/** Parses the environment once, at the start. @throws EnvironmentError */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
    );
    throw new EnvironmentError(
      `The stream processor's environment is not complete:\n${problems.join("\n")}`,
    );
  }
  if (parsed.data.EDGE_URL !== undefined && parsed.data.INTERNAL_SECRET === undefined) {
    throw new EnvironmentError("EDGE_URL is set: INTERNAL_SECRET is needed to sign calls to it.");
  }
  return parsed.data;
}
