import type {
  ArmLift,
  ExperimentDetail,
  MeasuredMetric,
} from "@slipstream/contracts/experiment-api";
import { Badge } from "../shell/badge.tsx";
import { DataTable } from "../shell/data-table.tsx";
import { useMetricText } from "./metric-text.ts";
import { chanceText, metricNames, signedPercent, verdictOf } from "./words.ts";

const tones = { better: "strong", worse: "error", open: "quiet" } as const;

interface MetricRow {
  metric: MeasuredMetric;
  arm: string;
  control: number | undefined;
  value: number | undefined;
  lift: ArmLift | undefined;
}

/** Every metric of every arm beside the control's: that which decides first, the guardrail last. */
export function MetricTable({ experiment }: { experiment: ExperimentDetail }) {
  const write = useMetricText(experiment.currency);
  const value = (metric: MeasuredMetric, amount: number | undefined) =>
    amount === undefined ? "–" : write(metric, amount);
  return (
    <DataTable<MetricRow>
      caption="Metrics"
      minWidth="52rem"
      rows={rowsOf(experiment)}
      rowKey={({ metric, arm }) => `${metric} ${arm}`}
      empty={{ title: "Nothing is compared here" }}
      columns={[
        {
          key: "metric",
          head: "Metric",
          cell: ({ metric }) => (
            <>
              {metricNames[metric]}
              {metric === experiment.metric && (
                <span className="text-ink-soft font-normal"> (decides)</span>
              )}
            </>
          ),
        },
        { key: "arm", head: "Arm", cell: ({ arm }) => arm },
        {
          key: "control",
          head: "Control",
          numeric: true,
          cell: (row) => value(row.metric, row.control),
        },
        { key: "value", head: "Here", numeric: true, cell: (row) => value(row.metric, row.value) },
        {
          key: "lift",
          head: "Change",
          numeric: true,
          cell: ({ lift }) => (lift?.relative === undefined ? "–" : signedPercent(lift.relative)),
        },
        {
          key: "interval",
          head: "Between",
          numeric: true,
          cell: ({ lift, control }) =>
            lift && control
              ? `${signedPercent(lift.low / control)} and ${signedPercent(lift.high / control)}`
              : experiment.kind === "adaptive"
                ? "–"
                : "too few yet",
        },
        {
          key: "chance",
          head: "p",
          numeric: true,
          cell: ({ lift }) => lift && chanceText(lift.pValue),
        },
        { key: "verdict", head: "", cell: (row) => <Verdict row={row} /> },
      ]}
    />
  );
}

function rowsOf({ result, metric, arms }: ExperimentDetail): MetricRow[] {
  const first = result.metrics.filter((one) => one.metric === metric);
  const others = result.metrics.filter((one) => one.metric !== metric);
  return [...first, ...others].flatMap(({ metric: name, arms: values }) =>
    values.slice(1).map(({ value, lift }, at) => ({
      ...{ metric: name, arm: arms[at + 1]?.name ?? "" },
      ...{ control: values[0]?.value, value, lift },
    })),
  );
}

function Verdict({ row: { metric, lift, control = 0 } }: { row: MetricRow }) {
  if (!lift) return null;
  const verdict = verdictOf(metric, lift, control);
  return <Badge tone={tones[verdict]}>{verdict}</Badge>;
}
