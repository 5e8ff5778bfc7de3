import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { figureText } from "../figure-text.ts";
import { keepChart } from "../keep-chart.ts";
import { paintOf } from "../paint.ts";

export interface DayLine {
  label: string;
  /** A custom property of the design's tokens. */
  colour: string;
  values: readonly number[];
}

interface DayChartProps {
  title: string;
  unit?: string;
  /** `YYYY-MM-DD`, oldest first. */
  days: readonly string[];
  lines: readonly DayLine[];
}

const HEIGHT = 200;
/** Cursors of a page's charts move together. */
const JOINED = "days";
const dayText = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** Values by day; under the pointer the legend tells that day's. Comes alone, as uPlot does. */
export default function DayChart({ title, unit, days, lines }: DayChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const times = days.map((day) => Date.parse(day) / 1000);
    const data: uPlot.AlignedData = [times, ...lines.map(({ values }) => [...values])];
    const chart = new uPlot(optionsFor({ element, lines, legend: legend.current }), data, element);
    return keepChart(chart, { element, height: HEIGHT });
  }, [days, lines]);
  return (
    <figure className="min-w-0">
      <figcaption
        ref={legend}
        className="figures flex flex-wrap items-baseline gap-x-4 text-14 text-ink"
      >
        <span>{unit === undefined ? title : `${title}, ${unit}`}</span>
        {lines.map(({ label, colour }) => (
          <span key={label} className="text-12 text-ink-soft">
            <svg aria-hidden="true" viewBox="0 0 16 4" className="mr-1.5 inline h-1 w-4">
              <path d="M0 2h16" stroke={`var(${colour})`} strokeWidth="3" />
            </svg>
            {label} <output className="font-mono text-ink" />
          </span>
        ))}
        <output className="ml-auto font-mono text-12 text-ink-soft" />
      </figcaption>
      <div ref={place} className="mt-2 h-[200px]" />
    </figure>
  );
}

interface ChartParts {
  element: HTMLElement;
  legend: HTMLElement | null;
  lines: readonly DayLine[];
}

function optionsFor({ element, legend, lines }: ChartParts): uPlot.Options {
  const quiet = paintOf(element, "--ink-faint");
  const axis = { stroke: quiet, font: "12px Instrument Sans Variable, sans-serif" };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    // A day is a day in UTC, wherever one looks from.
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
    legend: { show: false },
    cursor: { sync: { key: JOINED }, y: false },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max) * 1.1] } },
    hooks: { setCursor: [(plot) => tell(legend, plot)] },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ticks: { show: false },
        space: 80,
        values: (_plot, splits) => splits.map((at) => dayText.format(at * 1000)),
      },
      {
        ...axis,
        grid: { stroke: paintOf(element, "--line"), width: 1 },
        ticks: { show: false },
        size: 48,
        values: (_plot, splits) => splits.map((value) => figureText(value)),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, colour }) => ({
        label,
        stroke: paintOf(element, colour),
        width: 1.75,
        points: { show: lines[0]?.values.length === 1 },
      })),
    ],
  };
}

/** Writes the day under the pointer into the legend; outside of the chart nothing. */
function tell(legend: HTMLElement | null, plot: uPlot): void {
  const outputs = [...(legend?.querySelectorAll("output") ?? [])];
  const { idx } = plot.cursor;
  outputs.forEach((output, line) => {
    const at = idx === null || idx === undefined ? undefined : plot.data[0][idx];
    const value = idx === null || idx === undefined ? undefined : plot.data[line + 1]?.[idx];
    const isDay = line === outputs.length - 1;
    const text = isDay ? dayText.format((at ?? 0) * 1000) : figureText(value ?? undefined);
    output.textContent = at === undefined ? "" : text;
  });
}
