import { parentPort, workerData } from "node:worker_threads";
import { pino } from "pino";
import { rebuild } from "../rebuild/rebuild.ts";
import { openStores } from "../rebuild/stores.ts";
import type { ShadowNews, ShadowOrder } from "./replay-shadow.ts";

/** Between two messages about progress. */
const TELL_MS = 1_000;

const order = workerData as ShadowOrder;
const tell = (news: ShadowNews) => parentPort?.postMessage(news);

async function build(): Promise<void> {
  const log = pino({ name: "replay", level: "warn" });
  const stores = await openStores(order.addresses, log);
  let toldAtMs = 0;
  try {
    const { shop, untilMs: until, namespace, replays } = order;
    const report = await rebuild(
      { from: "archive", shop, until, namespace, compare: false, replays },
      {
        ...{ stores, log, holder: "replay" },
        onProgress({ events, upTo: reached }) {
          if (performance.now() - toldAtMs < TELL_MS) return;
          toldAtMs = performance.now();
          tell({ kind: "progress", events, reached });
        },
      },
    );
    tell({ kind: "done", events: report.events, skipped: report.skipped });
  } finally {
    await stores.close();
  }
}

build().catch((error: unknown) => {
  tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
});
