import type { SupervisedNews } from "./supervised.ts";

/** What a start goes through, in the order in which it is shown. */
export type Step =
  | "Programs"
  | "PostgreSQL"
  | "Redis"
  | "NATS"
  | "Storefront build"
  | "Schema"
  | "Demo shop"
  | `Data set ${string}`
  | "Stream processor"
  | `Stream processor ${number}`
  | "Model server"
  | `Model server ${number}`
  | "Edge worker"
  | "Shoppers"
  | "Retraining";

/** What `startSystem` tells while it starts, and afterwards. */
export type Progress =
  | { kind: "step"; step: Step; state: "running" }
  | { kind: "step"; step: Step; state: "done"; detail?: string; elapsedMs: number }
  | { kind: "step"; step: Step; state: "failed"; error: unknown }
  | { kind: "notice"; message: string }
  | SupervisedNews;

export type OnProgress = (progress: Progress) => void;

/** Runs one step, telling its beginning and end; the text that it returns is shown beside it. */
export async function step<T>(
  tell: OnProgress,
  name: Step,
  run: () => Promise<T>,
  describe?: (result: T) => string | undefined,
): Promise<T> {
  const startedAt = performance.now();
  tell({ kind: "step", step: name, state: "running" });
  try {
    const result = await run();
    const elapsedMs = performance.now() - startedAt;
    tell({ kind: "step", step: name, state: "done", detail: describe?.(result), elapsedMs });
    return result;
  } catch (error) {
    tell({ kind: "step", step: name, state: "failed", error });
    throw error;
  }
}
