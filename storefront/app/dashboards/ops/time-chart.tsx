import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { figureText } from "../figure-text.ts";
import { keepChart } from "../keep-chart.ts";
import { paintOf } from "../paint.ts";
import { clockText, minuteText } from "./clock-text.ts";

/** Colours that colour-blind people tell apart, each with a dash of its own: both in this order. */
const looks = [
  { colour: "--current", dash: [] },
  { colour: "--series-2", dash: [6, 4] },
  { colour: "--series-3", dash: [2, 3] },
  { colour: "--series-4", dash: [10, 3, 2, 3] },
] as const;

const HEIGHT = 180;
/** Cursors of charts with the same key move together. */
const JOINED = "ops";
/** A drag of fewer pixels is a press. */
const MIN_DRAG = 6;
/** Shorter times are written with their seconds. */
const SECONDS_BELOW = 1_200;

interface TimeChartProps {
  title: string;
  unit: string;
  lines: readonly { label: string; values: readonly (number | null)[] }[];
  /** Epoch seconds, one for each value. */
  times: readonly number[];
  /** The time shown, epoch seconds. */
  from: number;
  to: number;
  /** The least end of the scale; 1, where what is drawn may be larger. */
  least?: number;
  /** Somebody drew over a part of the time. */
  onZoom?: (from: number, to: number) => void;
}

/** Lines over time, from zero, with the value under the pointer, or else the last one. */
export default function TimeChart(props: TimeChartProps) {
  const { title, unit, lines, times } = props;
  const { place, pointed } = usePlot(props);
  const at = pointed === undefined ? undefined : times[pointed];
  return (
    <figure className="min-w-0">
      <figcaption className="text-14">
        <span className="flex justify-between gap-4">
          {`${title}, ${unit}`}
          {at !== undefined && (
            <span className="font-mono text-12 text-ink-faint">{clockText(at)}</span>
          )}
        </span>
        <span className="flex flex-wrap gap-x-4">
          {lines.map(({ label, values }, index) => (
            <span key={label} className="text-12 whitespace-nowrap text-ink-soft">
              <Swatch index={index} /> {label}{" "}
              <span className="font-mono">
                {figureText(values[pointed ?? values.length - 1] ?? undefined)}
              </span>
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={place} className="mt-2 h-[180px]" />
    </figure>
  );
}

function Swatch({ index }: { index: number }) {
  const { colour, dash } = looks[index % looks.length]!;
  return (
    <svg aria-hidden="true" viewBox="0 0 24 4" className="mr-1 inline h-1 w-6">
      <path
        d="M0 2h24"
        stroke={`var(${colour})`}
        strokeWidth="3"
        strokeDasharray={dash.join(" ")}
      />
    </svg>
  );
}

/** A plot that lives as long as its lines have the same names. */
function usePlot({ lines, times, from, to, least = 1, onZoom }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [pointed, setPointed] = useState<number>();
  const zoom = useRef(onZoom);
  const names = lines.map(({ label }) => label).join("\n");

  useEffect(() => {
    zoom.current = onZoom;
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const labels = names.split("\n");
    const options = optionsFor(labels, element, {
      least,
      point: setPointed,
      zoom: (start, end) => zoom.current?.(start, end),
    });
    const chart = new uPlot(options, [[], ...labels.map(() => [])], element);
    plot.current = chart;
    return keepChart(chart, { element, height: HEIGHT });
  }, [names, least]);

  useEffect(() => {
    const values = lines.map((line) => [...line.values]);
    plot.current?.setData([[...times], ...values], false);
    plot.current?.setScale("x", { min: from, max: to });
  }, [lines, times, from, to]);

  return { place, pointed };
}

interface Handlers {
  least: number;
  point: (index: number | undefined) => void;
  zoom: (from: number, to: number) => void;
}

function optionsFor(
  labels: readonly string[],
  element: HTMLElement,
  handlers: Handlers,
): uPlot.Options {
  return {
    width: element.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    legend: { show: false },
    cursor: {
      sync: { key: JOINED, setSeries: false },
      y: false,
      drag: { x: true, y: false, setScale: false },
    },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(handlers.least, max) * 1.15] } },
    hooks: {
      setCursor: [({ cursor }) => handlers.point(cursor.idx ?? undefined)],
      setSelect: [(plot) => zoomed(plot, handlers.zoom)],
    },
    axes: axesOf(element),
    series: [
      {},
      ...labels.map((label, index) => {
        const { colour, dash } = looks[index % looks.length]!;
        return {
          label,
          stroke: paintOf(element, colour),
          dash: [...dash],
          width: 1.5,
          points: { show: false },
        };
      }),
    ],
  };
}

function zoomed(plot: uPlot, zoom: Handlers["zoom"]): void {
  const { left, width } = plot.select;
  if (width < MIN_DRAG) return;
  zoom(Math.floor(plot.posToVal(left, "x")), Math.ceil(plot.posToVal(left + width, "x")));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function axesOf(element: HTMLElement): uPlot.Axis[] {
  const axis = {
    stroke: paintOf(element, "--ink-faint"),
    font: "12px Instrument Sans Variable, sans-serif",
    ticks: { show: false },
  };
  return [
    {
      ...axis,
      grid: { show: false },
      space: 80,
      values: (plot, splits) => {
        const { min = 0, max = 0 } = plot.scales.x ?? {};
        const write = (max ?? 0) - (min ?? 0) < SECONDS_BELOW ? clockText : minuteText;
        return splits.map(write);
      },
    },
    {
      ...axis,
      grid: { stroke: paintOf(element, "--line"), width: 1 },
      size: 44,
      values: (_plot, splits) => splits.map((value) => figureText(value)),
    },
  ];
}
