import { recentHours, type TraceView, traceKeys } from "@slipstream/contracts/tracing/kept-traces";
import { spanSchema } from "@slipstream/contracts/tracing/span";
import type { Settings } from "../env.ts";
import { tracesRedis } from "../tracing/spans.ts";

/** Traces that one look shows. */
const MAX_SHOWN = 30;

/**
 * A shop's slowest traces from event to rail, of this hour and the one before; the slowest first.
 * Throws what Redis throws.
 */
export async function readTraces(settings: Settings, shop: string): Promise<TraceView[]> {
  const redis = tracesRedis(settings);
  const hours = await Promise.all(
    recentHours(Date.now()).map((atMs) =>
      redis.zrange<string[]>(traceKeys.listed(shop, atMs), 0, MAX_SHOWN - 1, {
        rev: true,
        withScores: true,
      }),
    ),
  );
  const listed = hours.flatMap(pairs).sort((a, b) => b.durationMs - a.durationMs);
  const shown = listed.slice(0, MAX_SHOWN);
  if (shown.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const { traceId } of shown) pipeline.lrange(traceKeys.spans(shop, traceId), 0, -1);
  const spans = await pipeline.exec<string[][]>();
  return shown.map((trace, index) => ({
    ...trace,
    spans: (spans[index] ?? [])
      .map((text) => spanSchema.parse(JSON.parse(text)))
      .sort((a, b) => a.startMs - b.startMs),
  }));
}

function pairs(flat: readonly string[]): { traceId: string; durationMs: number }[] {
  return flat.flatMap((traceId, index) =>
    index % 2 === 0 ? [{ traceId, durationMs: Number(flat[index + 1]) }] : [],
  );
}
