import { type LiveTrace, loopStages } from "@slipstream/contracts/live-api";
import { traceIdOfEvent } from "@slipstream/contracts/tracing/context";
import { traceKeys } from "@slipstream/contracts/tracing/kept-traces";
import { spanSchema } from "@slipstream/contracts/tracing/span";
import type { Settings } from "../env.ts";
import { spansOf, tracesRedis } from "../tracing/spans.ts";
import { loopStagesOf } from "./loop-stages.ts";

/**
 * When the event of a page was where, as far as its trace is kept by now. Throws what Redis throws.
 */
export async function readLiveTrace(
  settings: Settings,
  shop: string,
  eventId: string,
): Promise<LiveTrace> {
  // What this isolate has of it need not wait for its turn: somebody looks on.
  await spansOf(settings).flush();
  const key = traceKeys.spans(shop, traceIdOfEvent(eventId));
  const texts = await tracesRedis(settings).lrange<string>(key, 0, -1);
  const spans = texts.map((text) => spanSchema.parse(JSON.parse(text)));
  const stages = loopStagesOf(spans.sort((a, b) => a.startMs - b.startMs));
  return { eventId, stages, complete: stages.length === loopStages.length };
}
