import type { ExperimentDetail, MeasuredMetric } from "@slipstream/contracts/experiment-api";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { keepChart } from "../keep-chart.ts";
import { paintOf } from "../paint.ts";
import { signedPercent } from "./words.ts";

const HEIGHT = 220;
const colours = ["--current", "--series-2", "--series-3", "--series-4"] as const;
const BAND_ALPHA = "26";

interface LiftChartProps {
  history: ExperimentDetail["history"];
  metric: MeasuredMetric;
  /** All arms, the control first. */
  arms: readonly string[];
}

const moment = new Intl.DateTimeFormat("en-GB", {
  ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  timeZone: "UTC",
});

/** Each arm's lift over the control, with its interval, as it was seen over time. */
export default function LiftChart({ history, metric, arms }: LiftChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const others = arms.slice(1);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const names = arms.slice(1);
    const chart = new uPlot(
      optionsFor(element, names),
      seriesOf(history, metric, names.length),
      element,
    );
    return keepChart(chart, { element, height: HEIGHT });
  }, [history, metric, arms]);
  return (
    <figure className="min-w-0">
      <figcaption className="flex flex-wrap items-baseline gap-x-4 text-14">
        <span>Change against {arms[0]}, %</span>
        {others.map((name, at) => (
          <span key={name} className="text-12 text-ink-soft">
            <svg aria-hidden="true" viewBox="0 0 16 4" className="mr-1.5 inline h-1 w-4">
              <path d="M0 2h16" stroke={`var(${colours[at % colours.length]})`} strokeWidth="3" />
            </svg>
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={place} className="mt-2 h-[220px]" />
    </figure>
  );
}

/** Times, then of each arm the lift, its lower and its upper end, relative to the control. */
function seriesOf(
  history: LiftChartProps["history"],
  metric: MeasuredMetric,
  arms: number,
): uPlot.AlignedData {
  const rows = Array.from({ length: arms * 3 }, (): (number | null)[] => []);
  for (const look of history) {
    const of = look.metrics.find((one) => one.metric === metric)?.arms ?? [];
    const control = of[0]?.value;
    for (let arm = 0; arm < arms; arm++) {
      const lift = of[arm + 1]?.lift;
      const scale = control ? 100 / control : undefined;
      const ends = lift && [lift.difference, lift.low, lift.high];
      for (let end = 0; end < 3; end++) {
        const value = ends?.[end];
        rows[arm * 3 + end]?.push(value === undefined || !scale ? null : value * scale);
      }
    }
  }
  return [history.map(({ at }) => Date.parse(at) / 1000), ...rows];
}

function optionsFor(element: HTMLElement, names: readonly string[]): uPlot.Options {
  const axis = {
    stroke: paintOf(element, "--ink-faint"),
    font: "12px Instrument Sans Variable, sans-serif",
    ticks: { show: false },
  };
  const colourOf = (arm: number) => paintOf(element, colours[arm % colours.length] ?? "--ink");
  return {
    width: element.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    legend: { show: false },
    cursor: { y: false },
    scales: { y: { range: (_plot, min, max) => around(min, max) } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 100,
        values: (_plot, splits) => splits.map((at) => moment.format(at * 1000)),
      },
      {
        ...axis,
        grid: { stroke: paintOf(element, "--line"), width: 1 },
        size: 60,
        values: (_plot, splits) =>
          splits.map((value) => (value === 0 ? "0" : signedPercent(value / 100))),
      },
    ],
    series: [
      {},
      ...names.flatMap((label, arm): uPlot.Series[] => [
        { label, stroke: colourOf(arm), width: 2, points: { show: false } },
        { label: `${label}, low`, stroke: colourOf(arm), width: 0.75, points: { show: false } },
        { label: `${label}, high`, stroke: colourOf(arm), width: 0.75, points: { show: false } },
      ]),
    ],
    bands: names.map(
      (_, arm): uPlot.Band => ({
        series: [arm * 3 + 3, arm * 3 + 2],
        fill: () => faint(colourOf(arm)()),
      }),
    ),
  };
}

/** The colour, mostly see-through. */
function faint(colour: string): string {
  return colour.startsWith("#")
    ? `${colour}${BAND_ALPHA}`
    : `color-mix(in oklab, ${colour} 15%, transparent)`;
}

/** A range with 0 in it. */
function around(min: number | null, max: number | null): [number, number] {
  const low = Math.min(0, min ?? 0);
  const high = Math.max(0, max ?? 0);
  const room = Math.max(1, (high - low) * 0.1);
  return [low - room, high + room];
}
