import type { ModelList } from "@slipstream/contracts/model-api";
import type { Span } from "../ops/span.ts";
import TimeChart from "../ops/time-chart.tsx";

type Series = ModelList["series"];
type Value = Exclude<keyof Series[number]["points"][number], "at">;

/** So many steps without anything seen are a gap. */
const MISSED_STEPS = 3;

interface ModelChartsProps {
  series: Series;
  span: Span;
  onZoom: (from: number, to: number) => void;
}

/** Rankers over time: how well each knew what came next, and how long its answers took. */
export default function ModelCharts({ series, span, onZoom }: ModelChartsProps) {
  const times = withGaps(series.flatMap(({ points }) => points.map(({ at }) => at)));
  const line = (label: string, of: Series, value: Value) => {
    const known = new Map(of.flatMap(({ points }) => points.map((point) => [point.at, point])));
    return { label, values: times.map((at) => known.get(at)?.[value] ?? null) };
  };
  const inStage = (stage: string) => series.filter((each) => each.stage === stage);
  const tried = (["canary", "shadow"] as const).filter((stage) => inStage(stage).length > 0);
  const each = (value: Value) => [
    line("champion", inStage("champion"), value),
    ...tried.map((stage) => line(stage, inStage(stage), value)),
  ];
  const time = { times, from: span.from, to: span.to, least: 0.1, onZoom };
  return (
    <div className="grid gap-x-6 gap-y-10 md:grid-cols-2">
      <TimeChart
        {...time}
        title="MRR@20 of the next visit"
        unit="mean"
        lines={[...each("mrr"), line("blend", inStage("champion"), "besideMrr")]}
      />
      <TimeChart {...time} title="Answers, p99" unit="ms" lines={each("p99Ms")} least={1} />
    </div>
  );
}

/** Each time once, in order; where several steps are missing, one between: no line is drawn over them. */
function withGaps(seen: readonly number[]): number[] {
  const times = [...new Set(seen)].sort((left, right) => left - right);
  const pauses = times.slice(1).map((at, index) => at - times[index]!);
  const step = Math.min(...pauses);
  return times.flatMap((at, index) => {
    const pause = pauses[index - 1] ?? 0;
    return pause > MISSED_STEPS * step ? [at - pause + step, at] : [at];
  });
}
