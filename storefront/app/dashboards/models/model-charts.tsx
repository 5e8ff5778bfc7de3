import type { ModelList } from "@slipstream/contracts/model-api";
import type { Span } from "../ops/span.ts";
import TimeChart from "../ops/time-chart.tsx";

type Series = ModelList["series"];
type Value = Exclude<keyof Series[number]["points"][number], "at">;

/** Rankers over time: how well each knew what came next, and how long its answers took. */
export default function ModelCharts({ series, span }: { series: Series; span: Span }) {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (left, right) => left - right,
  );
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
  const time = { times, from: span.from, to: span.to, least: 0.1 };
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
