import { z } from "zod";

const environmentSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  NATS_URL: z.string().min(1),
  MODEL_SERVER_PORT: z.coerce.number().int().min(0).max(65_535).default(4030),
  MODEL_SERVER_HOST: z.string().min(1).default("127.0.0.1"),
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
