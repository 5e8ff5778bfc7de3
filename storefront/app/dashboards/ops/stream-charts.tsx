import type { HistoryPoint, OpsHistory } from "@slipstream/contracts/ops-history";
import { Notice } from "../../ui/notice.tsx";
import type { Span } from "./span.ts";
import TimeChart from "./time-chart.tsx";

type Series = Exclude<keyof HistoryPoint, "at">;

const streamCharts: readonly {
  title: string;
  unit: string;
  lines: readonly { label: string; series: Series }[];
}[] = [
  {
    title: "Event to rail",
    unit: "ms",
    lines: [
      { label: "p50", series: "p50Ms" },
      { label: "p99", series: "p99Ms" },
    ],
  },
  {
    title: "Rate",
    unit: "events/s",
    lines: [
      { label: "out", series: "outPerSecond" },
      { label: "in", series: "inPerSecond" },
    ],
  },
  {
    title: "Waiting in the stream",
    unit: "events",
    lines: [
      { label: "pending", series: "pending" },
      { label: "in hand", series: "ackPending" },
    ],
  },
  {
    title: "Lag of the worst partition",
    unit: "s",
    lines: [{ label: "lag", series: "lagSeconds" }],
  },
  {
    title: "In outboxes",
    unit: "events",
    lines: [
      { label: "hubs", series: "hubDepth" },
      { label: "database", series: "relayDepth" },
      { label: "dead letters", series: "deadLetters" },
    ],
  },
  {
    title: "Oldest in outboxes",
    unit: "s",
    lines: [
      { label: "hubs", series: "hubAgeSeconds" },
      { label: "database", series: "relayAgeSeconds" },
    ],
  },
];

interface StreamChartsProps {
  history: OpsHistory;
  span: Span;
  onZoom: (from: number, to: number) => void;
}

/** The loop over time, all on one axis. */
export default function StreamCharts({ history, span, onZoom }: StreamChartsProps) {
  if (history.points.length === 0) {
    return (
      <Notice title="Nothing was written down in this time">
        A sample is taken every ten seconds, and kept for two days.
      </Notice>
    );
  }
  const points = withGaps(history);
  return (
    <div>
      <div className="grid gap-x-6 gap-y-8 md:grid-cols-2 lg:grid-cols-3">
        {streamCharts.map(({ title, unit, lines }) => (
          <TimeChart
            key={title}
            title={title}
            unit={unit}
            times={points.map(({ at }) => at)}
            lines={lines.map(({ label, series }) => ({
              label,
              values: points.map((point) => point[series] ?? null),
            }))}
            from={span.from}
            to={span.to}
            onZoom={onZoom}
          />
        ))}
      </div>
      <p className="mt-3 text-12 text-ink-faint">
        {`One point is ${durationText(history.stepSeconds)}: what waits and ages at their worst, rates at their mean. Times in UTC. Draw over a part to look closer.`}
      </p>
    </div>
  );
}

type MaybePoint = Pick<HistoryPoint, "at"> & Partial<HistoryPoint>;

/** An empty point where samples are missing, so that no line is drawn over what nobody knows. */
function withGaps({ points, stepSeconds }: OpsHistory): MaybePoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isGap = before !== undefined && point.at - before.at > 1.5 * stepSeconds;
    return isGap ? [{ at: before.at + stepSeconds }, point] : [point];
  });
}

function durationText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Number((seconds / 60).toFixed(1))} min`;
}
