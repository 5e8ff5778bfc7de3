import { streams } from "@slipstream/contracts/subjects";
import { Histogram } from "prom-client";
import { streamMetrics } from "../metric-definitions.ts";

/**
 * What happens to a turn, in this order: its first event is stored and comes here, messages become
 * events, their state is read from Redis, the turn is computed, LEARN takes it, Redis takes it, the
 * edge is told. Commit and what lies before it hold up the next turn, announcing does not.
 */
type Stage = "deliver" | "decode" | "read" | "compute" | "publish" | "commit" | "announce";

/** When a stage began and ended, on the clock of `performance`. */
export interface StageTime {
  stage: Stage;
  startedAtMs: number;
  endedAtMs: number;
}

const { stageSeconds, processDuration, operationDuration } = streamMetrics;
const processed = {
  messaging_system: "nats",
  messaging_operation_name: "process",
  messaging_destination_name: streams.events,
  messaging_consumer_group_name: "processor",
};
const published = {
  messaging_system: "nats",
  messaging_operation_name: "publish",
  messaging_destination_name: streams.learn,
};

/** How long the stages of turns take. */
export class StageTimes {
  readonly #stages = histogram(stageSeconds);
  readonly #processed = histogram(processDuration);
  readonly #published = histogram(operationDuration);
  #turn: StageTime[] = [];

  get histograms(): readonly Histogram[] {
    return [this.#stages, this.#processed, this.#published];
  }

  /** The stages of the turn at hand, or of the last one, up to its commit. */
  get turn(): readonly StageTime[] {
    return this.#turn;
  }

  /** Notes a stage that began at `startedAtMs` on the clock of `performance`; answers its end. */
  end(stage: Stage, startedAtMs: number): number {
    const endedAtMs = performance.now();
    const seconds = Math.max(0, endedAtMs - startedAtMs) / 1000;
    this.#stages.observe({ stage }, seconds);
    if (stage !== "announce") this.#noteOfTurn({ stage, startedAtMs, endedAtMs }, seconds);
    return endedAtMs;
  }

  #noteOfTurn(time: StageTime, seconds: number): void {
    // Long events make several turns of what was delivered once.
    const isFirst = time.stage === "deliver" || this.#turn.at(-1)?.stage === "commit";
    if (isFirst) this.#turn = [];
    this.#turn.push(time);
    if (time.stage === "publish") this.#published.observe(published, seconds);
    if (time.stage !== "commit") return;
    const begun = this.#turn.find(({ stage }) => stage !== "deliver") ?? time;
    this.#processed.observe(processed, (time.endedAtMs - begun.startedAtMs) / 1000);
  }
}

function histogram({
  name,
  help,
  labels,
  buckets,
}: typeof stageSeconds | typeof processDuration | typeof operationDuration) {
  return new Histogram<string>({
    name,
    help,
    labelNames: [...labels],
    buckets: [...buckets],
    registers: [],
  });
}
