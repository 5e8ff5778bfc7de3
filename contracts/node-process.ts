import type { NodeProcess } from "./system-status.ts";

/**
 * How a Node process of ours does, out of the text that it tells at `/metrics` (prom-client's own
 * names, behind a prefix of each process). Figures that are not there are NaN.
 */
export function nodeProcessOf(told: {
  name: string;
  text: string;
  pingMs: number;
  nowMs: number;
}): NodeProcess {
  const { name, text, pingMs, nowMs } = told;
  const figure = (metric: string) =>
    Number(new RegExp(`^\\w*${metric}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1]);
  const bornAtMs = figure("process_start_time_seconds") * 1000;
  return {
    ...{ name, pingMs },
    nodeVersion: /nodejs_version_info\{version="v?([^"]+)"/.exec(text)?.[1] ?? "",
    startedAt: new Date(bornAtMs).toISOString(),
    residentBytes: figure("process_resident_memory_bytes"),
    heapBytes: figure("nodejs_heap_size_used_bytes"),
    cpuShare: (figure("process_cpu_seconds_total") * 1000) / Math.max(1, nowMs - bornAtMs),
    eventLoopP99Ms: figure("nodejs_eventloop_lag_p99_seconds") * 1000,
  };
}
