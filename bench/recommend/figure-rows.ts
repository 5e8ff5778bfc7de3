import { type RecommendResponse, recommendResponseSchema } from "@slipstream/contracts/recommend";
import type { FigureRow, RowOptions } from "@slipstream/dev/traffic/figures";
import { figureRow } from "@slipstream/dev/traffic/figures";
import { percentile, type Spread, spreadOf } from "../percentiles.ts";
import type { MeasuredCatalogue } from "./measure-catalogue.ts";
import type { Phase } from "./phase.ts";

/** Highest good ratio to the library and the runtime alone. */
const GOAL_RATIO = 1.5;
/** The catalogue and the rates that have goals of their own, ms. */
const GOAL_ITEMS = 100_000;
const GOALS: Readonly<Record<string, number>> = { "200.p99": 10, "500.p90": 7 };
const GOAL_CPU_MS = 1.5;
const GOAL_READY_SECONDS = 10;
/** The rate whose stages and processor time are told: higher ones may leave stages out. */
const STAGES_AT = 200;
const MANY_ITEMS = 1_000_000;
const GOAL_GIB = 3;
const BYTES_PER_GIB = 1024 ** 3;

/** How soon it is ready, its latencies at each rate, and what was answered: of one catalogue. */
export function latencyRows(measured: MeasuredCatalogue): FigureRow[] {
  const { items, readySeconds } = measured;
  const size = `recommend.${sizeName(items)}`;
  const goal = items === GOAL_ITEMS ? { goal: GOAL_READY_SECONDS } : {};
  const latencies = measured.phases.flatMap(({ ratePerSecond, own, raw }) => {
    const name = `${size}.${ratePerSecond}rps`;
    const baseline = latencyOf(raw);
    const spread = latencyOf(own);
    const row = (quantile: keyof Spread) =>
      figureRow(`${name}.${quantile}`, spread[quantile], "ms", {
        baseline: baseline[quantile],
        ...goalOf(measured.items, `${ratePerSecond}.${quantile}`),
      });
    return [
      row("p50"),
      row("p90"),
      row("p99"),
      figureRow(`${name}.degraded`, 100 * degradedShare(own), "%"),
    ];
  });
  return [figureRow(`${size}.ready`, readySeconds, "s", goal), ...latencies];
}

/** What is told of the largest catalogue only, the last: stages, processor, saturation, memory. */
export function largestRows(measured: readonly MeasuredCatalogue[]): FigureRow[] {
  const { phases, saturation, candidates } = measured.at(-1)!;
  const staged = phases.find(({ ratePerSecond }) => ratePerSecond === STAGES_AT) ?? phases.at(-1)!;
  const late = phases.flatMap(({ own }) => own.samples.map(({ sentMs }) => sentMs));
  return [
    ...stageRows(staged.own),
    figureRow("saturation.rps", saturation.own, "requests/s", { baseline: saturation.raw }),
    figureRow("cpu_per_request.ms", staged.own.cpuMsPerRequest, "ms", {
      baseline: staged.raw.cpuMsPerRequest,
      goal: GOAL_CPU_MS,
    }),
    figureRow(`candidates.ranked_by.${rankerOf(staged.own)}`, candidates, "items"),
    ...memoryRows(measured),
    figureRow("generator.late.p99", percentile(late, 0.99), "ms"),
  ];
}

/**
 * An item costs what the largest catalogue takes more than the smallest, as visits are equally many
 * in all of them.
 */
function memoryRows(measured: readonly MeasuredCatalogue[]): FigureRow[] {
  const largest = measured.at(-1)!;
  const smallest = measured[0]!;
  const bytes = largest.residentBytes - smallest.residentBytes;
  const goal = largest.items >= MANY_ITEMS ? { goal: GOAL_GIB } : {};
  return [
    ...(measured.length < 2
      ? []
      : [
          figureRow(
            "model_server.bytes_per_item",
            bytes / (largest.items - smallest.items),
            "bytes",
          ),
        ]),
    figureRow("model_server.memory", largest.residentBytes / BYTES_PER_GIB, "GiB", goal),
  ];
}

/** "4k", "100k", "1m". */
export function sizeName(items: number): string {
  if (items % 1_000_000 === 0) return `${items / 1_000_000}m`;
  return items % 1000 === 0 ? `${items / 1000}k` : String(items);
}

function goalOf(items: number, name: string): RowOptions {
  if (items !== GOAL_ITEMS) return {};
  const goal = GOALS[name];
  if (goal !== undefined) return { goal };
  return name.endsWith(".p50") ? { goalRatio: GOAL_RATIO } : {};
}

function stageRows(phase: Phase): FigureRow[] {
  const times = new Map<string, number[]>();
  for (const { timingMs } of responsesOf(phase)) {
    for (const [stage, ms] of Object.entries(timingMs)) {
      const own = times.get(stage) ?? [];
      own.push(ms);
      times.set(stage, own);
    }
  }
  return Array.from(times, ([stage, ms]) =>
    figureRow(`stage.${stage}.p99`, percentile(ms, 0.99), "ms"),
  );
}

function latencyOf({ samples }: Phase): Spread {
  return spreadOf(samples.map(({ answeredMs }) => answeredMs));
}

function degradedShare(phase: Phase): number {
  const responses = responsesOf(phase);
  return responses.filter(({ degraded }) => degraded).length / responses.length;
}

function rankerOf(phase: Phase): string {
  return [...new Set(responsesOf(phase).map(({ model }) => model.name))].join("_and_");
}

function responsesOf({ answers }: Phase): RecommendResponse[] {
  return answers.map((body) => recommendResponseSchema.parse(JSON.parse(body.toString())));
}
