import { Worker } from "node:worker_threads";
import type { StoreAddresses } from "../rebuild/stores.ts";

/** Where a shop's shadow is built; the next one takes its place. */
export const shadowNamespace = (shop: string) => `replay-${shop}`;

/** What the thread is to do. */
export interface ShadowOrder {
  addresses: StoreAddresses;
  shop: string;
  /** The state as of then, in milliseconds. */
  untilMs: number;
  replays: number;
  namespace: string;
}

/** What the thread tells: how far it is; in the end what came of it, or why it failed. */
export type ShadowNews =
  | { kind: "progress"; events: number; reached: number }
  | { kind: "done"; events: number; skipped: number }
  | { kind: "failed"; message: string };

/**
 * Builds a shop's state as it was at a time, beside the one that serves, in a thread of its own: applying
 * the past takes a whole core, and the present must not wait for it. Rejects with why it failed, or
 * when `signal` is raised.
 */
export function replayShadow(
  order: ShadowOrder,
  options: { signal: AbortSignal; progressed: (news: { events: number; reached: number }) => void },
): Promise<{ events: number; skipped: number }> {
  const { signal, progressed } = options;
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("shadow-thread.ts", import.meta.url), { workerData: order });
    const end = () => void thread.terminate();
    signal.addEventListener("abort", end, { once: true });
    thread.on("message", (news: ShadowNews) => {
      if (news.kind === "progress") progressed(news);
      else if (news.kind === "done") resolve(news);
      else reject(new Error(news.message));
    });
    thread.once("error", reject);
    thread.once("exit", () => {
      signal.removeEventListener("abort", end);
      reject(new Error("it was broken off"));
    });
  });
}
