import type { z } from "zod";
import type { SessionHub } from "./hub/session-hub.ts";
import type { EdgeMetrics } from "./metrics/edge-metrics.ts";
import { settingsSchema } from "./settings-schema.ts";

export type Settings = z.infer<typeof settingsSchema>;

/** What workerd hands to the worker: bindings, and variables that are not checked yet. */
export interface Env extends Record<keyof Settings, string | undefined> {
  HYPERDRIVE: Hyperdrive;
  SESSION_HUB: DurableObjectNamespace<SessionHub>;
  EDGE_METRICS: DurableObjectNamespace<EdgeMetrics>;
  ASSETS?: Fetcher;
  /** Uploaded pictures. */
  MEDIA: R2Bucket;
  /** Makes the sizes in which they are served. */
  IMAGES: ImagesBinding;
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
