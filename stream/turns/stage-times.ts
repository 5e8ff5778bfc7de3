import { Histogram } from "prom-client";

/**
 * What happens to a turn, in this order: its first event is stored and comes here, messages become
 * events, their state is read from Redis, the turn is computed, LEARN takes it, Redis takes it, the
 * edge is told. Commit and what lies before it hold up the next turn, announcing does not.
 */
type Stage = "deliver" | "decode" | "read" | "compute" | "publish" | "commit" | "announce";

const BUCKETS_SECONDS = [
  0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5,
];

/** How long the stages of turns take. */
export class StageTimes {
  readonly histogram = new Histogram({
    name: "slipstream_stream_stage_seconds",
    help: "Duration of the stages of a turn",
    labelNames: ["stage"],
    buckets: BUCKETS_SECONDS,
    registers: [],
  });

  /** Notes a stage that began at `startedAtMs` on the clock of `performance`; answers its end. */
  end(stage: Stage, startedAtMs: number): number {
    const endedAtMs = performance.now();
    this.histogram.observe({ stage }, Math.max(0, endedAtMs - startedAtMs) / 1000);
    return endedAtMs;
  }
}
