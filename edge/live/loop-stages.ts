import type { LiveTrace, LoopStage } from "@slipstream/contracts/live-api";
import { loopStages } from "@slipstream/contracts/live-api";
import type { Span } from "@slipstream/contracts/tracing/span";

type Stages = LiveTrace["stages"];

/** The first span of these names to the last one: one stage. */
interface Extent {
  from: readonly string[];
  to: readonly string[];
  /** The stage is over when the last one begins. */
  untilStart?: true;
}

/** What of a trace belongs to which stage, by the names that the parts give their spans. */
const extents: Readonly<Record<LoopStage, Extent>> = {
  hub: { from: ["POST /api/events"], to: ["publish EVENTS"], untilStart: true },
  nats: { from: ["publish EVENTS"], to: ["receive EVENTS"] },
  processor: { from: ["decode", "read"], to: ["compute"] },
  learn: { from: ["publish"], to: ["publish"] },
  redis: { from: ["commit"], to: ["commit"] },
  announced: {
    from: ["POST /internal/announcements"],
    to: ["refresh rail"],
    untilStart: true,
  },
  model: { from: ["recommend"], to: ["recommend"] },
  pushed: { from: ["push"], to: ["push"] },
};

/**
 * An event's stages in milliseconds since the edge received it, out of its trace's spans. A stage is
 * left out until both of its ends are known; without the receipt there are none. Clocks of several
 * machines may disagree: no stage begins before the receipt or ends before it began.
 */
export function loopStagesOf(spans: readonly Span[]): Stages {
  const receivedAt = spans.find(({ name }) => name === "POST /api/events")?.startMs;
  if (receivedAt === undefined) return [];
  return loopStages.flatMap((stage) => {
    const { from, to, untilStart } = extents[stage];
    const first = spans.find(({ name }) => from.includes(name));
    const last = spans.find(({ name }) => to.includes(name));
    if (!first || !last) return [];
    const startMs = Math.max(0, first.startMs - receivedAt);
    const endMs = Math.max(startMs, (untilStart ? last.startMs : last.endMs) - receivedAt);
    return [{ stage, startMs: rounded(startMs), endMs: rounded(endMs) }];
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
