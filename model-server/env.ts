import { z } from "zod";

export const environmentSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  NATS_URL: z.string().min(1),
  MODEL_SERVER_PORT: z.coerce.number().int().min(0).max(65_535).default(4030),
  MODEL_SERVER_HOST: z.string().min(1).default("127.0.0.1"),
  /** The region, where LEARN is followed by its mirror there, LEARN_<region>; unset: LEARN itself. */
  REGION: z
    .string()
    .regex(/^[-_a-zA-Z0-9]{1,32}$/)
    .optional(),
  /** The NATS cluster that keeps the mirror; unset: the one that this server is connected to. */
  REGION_CLUSTER: z.string().min(1).optional(),
  /** Copies of the mirror in a NATS cluster. */
  NATS_REPLICAS: z.coerce.number().int().min(1).max(5).optional(),
  /** Where spans go (OTLP over HTTP); without it they are only kept for the page of traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.preprocess((url) => url || undefined, z.url().optional()),
  /** An answer that took longer is traced, sampled or not: 50. */
  TRACE_SLOW_ANSWER_MS: z.coerce.number().min(0).optional(),
  /** Folder where graphs of vectors are kept for the next start; without it they are built anew. */
  GRAPH_FOLDER: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});
export type Environment = z.infer<typeof environmentSchema>;

/** The environment does not say what the process needs. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly code = "environment";
}

/** Reads the environment once. @throws EnvironmentError that names each variable to set. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(`Check these variables:\n${z.prettifyError(parsed.error)}`);
}
