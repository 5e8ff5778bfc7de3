import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { figureText } from "../figure-text.ts";
import { paintOf } from "../paint.ts";
import type { Sample } from "./history.ts";

interface Line {
  series: Exclude<keyof Sample, "at">;
  label: string;
  /** A custom property of the design's tokens. */
  colour: string;
}

interface ChartProps {
  title: string;
  unit: string;
  lines: readonly Line[];
  history: readonly Sample[];
  /** Seconds shown. */
  range: number;
}

const HEIGHT = 180;
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
/** Cursors of charts with the same key move together. */
const JOINED = "ops";

const charts: readonly Pick<ChartProps, "title" | "unit" | "lines">[] = [
  {
    title: "Event to rail",
    unit: "ms",
    lines: [
      { series: "p50Ms", label: "p50", colour: "--current" },
      { series: "p99Ms", label: "p99", colour: "--ink-soft" },
    ],
  },
  {
    title: "Rate",
    unit: "events/s",
    lines: [
      { series: "acceptedPerSecond", label: "accepted", colour: "--ink-soft" },
      { series: "appliedPerSecond", label: "applied", colour: "--current" },
    ],
  },
  {
    title: "Pending",
    unit: "events",
    lines: [{ series: "pending", label: "pending", colour: "--current" }],
  },
];

/** The three charts of the loop, on one time axis. */
export default function Charts({ history, range }: Pick<ChartProps, "history" | "range">) {
  return (
    <div className="grid gap-10 lg:grid-cols-3 lg:gap-6">
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} history={history} range={range} />
      ))}
    </div>
  );
}

function Chart({ title, unit, lines, history, range }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = new uPlot(optionsFor(lines, element), [[], ...lines.map(() => [])], element);
    plot.current = chart;
    const resize = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [lines]);

  useEffect(() => {
    const shown = history.slice(-range);
    const end = shown.at(-1)?.at ?? Date.now() / 1000;
    const times = shown.map(({ at }) => at);
    const values = lines.map(({ series }) =>
      shown.map((sample) => (Number.isFinite(sample[series]) ? sample[series] : null)),
    );
    plot.current?.setData([times, ...values], false);
    plot.current?.setScale("x", { min: end - range, max: end });
  }, [history, range, lines]);

  const last = history.at(-1);
  return (
    <figure>
      <figcaption className="flex flex-wrap items-baseline gap-x-4 text-14">
        <span>
          {title}, {unit}
        </span>
        {lines.map(({ series, label, colour }) => (
          <span key={series} className="text-12 text-ink-soft">
            <svg aria-hidden="true" viewBox="0 0 16 4" className="mr-1.5 inline h-1 w-4">
              <path d="M0 2h16" stroke={`var(${colour})`} strokeWidth="3" />
            </svg>
            {label} <span className="font-mono">{figureText(last?.[series])}</span>
          </span>
        ))}
      </figcaption>
      <div ref={place} className="mt-2 h-[180px]" />
    </figure>
  );
}

function optionsFor(lines: readonly Line[], element: HTMLElement): uPlot.Options {
  const quiet = paintOf(element, "--ink-faint");
  const grid = { stroke: paintOf(element, "--line"), width: 1 };
  const axis = { stroke: quiet, font: "12px Instrument Sans Variable, sans-serif" };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: JOINED }, y: false },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max) * 1.15] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: false },
        space: 80,
        values: (_plot, splits) => splits.map((at) => clock.format(at * 1000)),
      },
      {
        ...axis,
        grid,
        ticks: { show: false },
        size: 44,
        values: (_plot, splits) => splits.map((value) => figureText(value)),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, colour }) => ({
        label,
        stroke: paintOf(element, colour),
        width: 1.5,
        points: { show: false },
      })),
    ],
  };
}
