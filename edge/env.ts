import { z } from "zod";
import type { SessionHub } from "./hub/session-hub.ts";

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** The plain variables of the worker, and what they are when nothing is said. */
const settingsSchema = z.object({
  NATS_WS_URL: z.url({ protocol: /^wss?$/ }),
  UPSTASH_REDIS_REST_URL: z.url(),
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
  MODEL_SERVER_URL: z.url(),
  STREAM_URL: z.url(),
  INTERNAL_SECRET: z.string().min(16),
  COOKIE_SECRET: z.string().min(16),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Origins, besides the shop's own hosts, that may call the API from a browser. */
  ALLOWED_ORIGINS: z
    .string()
    .default("")
    .transform((list) => new Set(list.split(",").map((origin) => origin.trim()))),
  /** Events that one hub shard keeps while NATS is away, before it answers 429. */
  OUTBOX_MAX_ROWS: count(50_000),
  /** Bytes of them. */
  OUTBOX_MAX_BYTES: count(64 * 1024 * 1024),
  /** How long a page waits for a rail. */
  RECOMMEND_DEADLINE_MS: count(150),
  /** How long the hub waits for a rail that it pushes. */
  PUSH_DEADLINE_MS: count(250),
  /** Requests with events that one visitor may send in ten seconds. */
  EVENT_REQUESTS_PER_10_SECONDS: count(200),
  /** Choices about consent that may come from one address in ten seconds. */
  CONSENT_REQUESTS_PER_10_SECONDS: count(300),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What workerd hands to the worker: bindings, and variables that are not checked yet. */
export interface Env extends Record<keyof Settings, string | undefined> {
  HYPERDRIVE: Hyperdrive;
  SESSION_HUB: DurableObjectNamespace<SessionHub>;
  ASSETS?: Fetcher;
  /** Uploaded pictures. */
  MEDIA: R2Bucket;
}

/** A variable is missing or wrong; the message names it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly code = "bad_settings";
}

const checked = new WeakMap<Env, Settings>();

/** The worker's variables, checked once per isolate. Throws SettingsError naming what to set. */
export function settingsOf(env: Env): Settings {
  const known = checked.get(env);
  if (known) return known;
  const parsed = settingsSchema.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new SettingsError(`set these variables of the worker: ${names.join("; ")}`);
  }
  checked.set(env, parsed.data);
  return parsed.data;
}
