import { streams } from "@slipstream/contracts/subjects";
import { Histogram } from "prom-client";
import { streamMetrics } from "../metric-definitions.ts";

/**
 * What happens to a turn, in this order: its first event is stored and comes here, messages become
 * events, their state is read from Redis, the turn is computed, LEARN takes it, Redis takes it, the
 * edge is told. Under a backlog the next turn is computed while this one is published and committed.
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

  get histograms(): readonly Histogram[] {
    return [this.#stages, this.#processed, this.#published];
  }

  /** The times of a turn that begins: another may not have ended yet. */
  ofTurn(): TurnTimes {
    return new TurnTimes((time, stages) => this.#noteOfTurn(time, stages));
  }

  /** Notes a stage that began at `startedAtMs` on the clock of `performance`; answers its end. */
  end(stage: Stage, startedAtMs: number): number {
    const endedAtMs = performance.now();
    this.#stages.observe({ stage }, secondsOf({ startedAtMs, endedAtMs }));
    return endedAtMs;
  }

  #noteOfTurn(time: StageTime, stages: readonly StageTime[]): void {
    const seconds = secondsOf(time);
    this.#stages.observe({ stage: time.stage }, seconds);
    if (time.stage === "publish") this.#published.observe(published, seconds);
    if (time.stage !== "commit") return;
    const begun = stages.find(({ stage }) => stage !== "deliver") ?? time;
    this.#processed.observe(processed, (time.endedAtMs - begun.startedAtMs) / 1000);
  }
}

/** The stages of one turn. */
export class TurnTimes {
  readonly #note: (time: StageTime, stages: readonly StageTime[]) => void;
  readonly #stages: StageTime[] = [];

  constructor(note: (time: StageTime, stages: readonly StageTime[]) => void) {
    this.#note = note;
  }

  /** Those that have ended, in order. */
  get stages(): readonly StageTime[] {
    return this.#stages;
  }

  /** Notes a stage that began at `startedAtMs` on the clock of `performance`; answers its end. */
  end(stage: Stage, startedAtMs: number): number {
    const time = { stage, startedAtMs, endedAtMs: performance.now() };
    this.#stages.push(time);
    this.#note(time, this.#stages);
    return time.endedAtMs;
  }
}

function secondsOf({ startedAtMs, endedAtMs }: Omit<StageTime, "stage">): number {
  return Math.max(0, endedAtMs - startedAtMs) / 1000;
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
